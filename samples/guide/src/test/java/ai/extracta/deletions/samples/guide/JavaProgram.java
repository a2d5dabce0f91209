package ai.extracta.deletions.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ApiKey;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A program in one source file, run in a JVM of its own with the class path of the tests. */
record JavaProgram(Path source, String classPath, boolean hasKey) {

    /** Without the jars whose names match, and without a log. */
    static JavaProgram without(String jars, Path source) {
        Predicate<String> isMissing =
                Pattern.compile(jars + "|logback|test-classes$").asPredicate();
        String entries = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(isMissing.negate())
                .collect(Collectors.joining(File.pathSeparator));
        return new JavaProgram(source, entries, true);
    }

    JavaProgram withoutKey() {
        return new JavaProgram(source, classPath, false);
    }

    /** Returns what it prints, on both streams. */
    String run() throws IOException, InterruptedException {
        Process process = builder().start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(Api.TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            return output;
        } finally {
            process.destroyForcibly();
        }
    }

    private ProcessBuilder builder() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(
                        java, "-Dslf4j.internal.verbosity=ERROR", "-cp", classPath, source.toString())
                .redirectErrorStream(true);
        if (!hasKey) {
            builder.environment().remove(ApiKey.ENVIRONMENT_VARIABLE);
        }
        return builder;
    }
}
