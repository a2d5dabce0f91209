package ai.extracta.deletions.testkit.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a main class in a JVM of its own, of the same version as this one. */
public final class JavaCommand {

    private JavaCommand() {}

    /** Prepares to run a class of this JVM's class path. */
    public static ProcessBuilder of(List<String> jvmOptions, Class<?> mainClass, String... arguments) {
        return of(jvmOptions, System.getProperty("java.class.path"), mainClass.getName(), List.of(arguments));
    }

    /** Prepares to run a class of another class path. */
    public static ProcessBuilder of(
            List<String> jvmOptions, String classPath, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }
}
