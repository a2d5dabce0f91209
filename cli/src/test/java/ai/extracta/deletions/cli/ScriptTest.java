package ai.extracta.deletions.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The script {@code bin/extracta-delete} in a checkout of its own, where Maven and Java only show what they are asked.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no /bin/sh")
@Timeout(60) // processes on a busy machine
class ScriptTest {

    @TempDir
    private Path folder;

    private Path checkout;

    @BeforeEach
    void createCheckout() throws IOException {
        checkout = Files.createDirectories(folder.resolve("a checkout"));
        for (String module : List.of("core", "testkit", "transport-netty", "transport-vertx", "cli")) {
            Files.createDirectory(checkout.resolve(module));
        }
        Files.createFile(checkout.resolve("pom.xml"));
        copyScripts();
        script(
                "tools/mvn",
                "echo build >> builds; sleep 1; mkdir -p cli/target; echo jar > cli/target/extracta-delete.jar");
        script("jdk/bin/java", "echo \"locale: ${LC_ALL:-none}\"; echo \"arguments: $*\"");
    }

    @Test
    void itBuildsOnce() throws IOException, InterruptedException {
        start("bin/extracta-delete", "--help");
        String output = start("bin/extracta-delete", "--help");

        assertThat(output).contains("arguments: ", " -jar " + checkout.toRealPath(), " --help");
        assertThat(builds()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bin/extracta-delete", "bin/simulator"})
    void javaStartsQuickly(String script) throws IOException, InterruptedException {
        assertThat(start(script))
                .contains("-XX:TieredStopAtLevel=1 -XX:+UseSerialGC", "-XX:SharedArchiveFile=", ".jar.jsa ");
    }

    @Test
    void itIsBuiltAgainWhenASourceIsNewer() throws IOException, InterruptedException {
        start("bin/extracta-delete");
        Files.createDirectories(checkout.resolve("core/src/main"));
        Files.createFile(checkout.resolve("core/src/main/New.java"));

        start("bin/extracta-delete");

        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void twoFirstStartsAtOnceBuildOnce() throws IOException, InterruptedException {
        Process first = process(Map.of(), "bin/extracta-delete").start();
        Process second = process(Map.of(), "bin/simulator").start();

        assertThat(output(first)).contains("arguments: ");
        assertThat(output(second)).contains("arguments: ");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void theLockOfABuildThatWasKilledDoesNotCount() throws IOException, InterruptedException {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Path lock = Files.createDirectories(checkout.resolve("cli/target")).resolve("program.lock");
        Files.createSymbolicLink(lock, Path.of(String.valueOf(ended.pid())));

        assertThat(start("bin/extracta-delete")).contains("arguments: ");
        assertThat(lock).doesNotExist();
    }

    /** The second one has seen the lock of the killed build, and removes it when it is that of the first one. */
    @Test
    void twoStartsThatFindTheLockOfABuildThatWasKilledBuildOnce() throws IOException, InterruptedException {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Path lock = Files.createDirectories(checkout.resolve("cli/target")).resolve("program.lock");
        Files.createSymbolicLink(lock, Path.of(String.valueOf(ended.pid())));
        script("tools/rm", "if mkdir first 2>/dev/null; then sleep 1; else sleep 2; fi; exec /bin/rm \"$@\"");
        script(
                "tools/mvn",
                "echo build >> builds; sleep 4; mkdir -p cli/target; echo jar > cli/target/extracta-delete.jar");

        twoFirstStartsAtOnceBuildOnce();

        assertThat(lock).doesNotExist();
    }

    @Test
    void theLockOfAProcessThatWasKilledWhileItTookOverALockDoesNotCount() throws IOException, InterruptedException {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Path target = Files.createDirectories(checkout.resolve("cli/target"));
        Path holder = Path.of(String.valueOf(ended.pid()));
        Files.createSymbolicLink(target.resolve("program.lock"), holder);
        Files.createSymbolicLink(target.resolve("program.lock." + holder), holder);

        assertThat(start("bin/extracta-delete")).contains("arguments: ");

        try (Stream<Path> files = Files.list(target)) {
            assertThat(files).noneMatch(file -> file.toString().contains("program.lock"));
        }
    }

    @Test
    void aBuildThatFailsEndsTheScriptAndTheLock() throws IOException, InterruptedException {
        script("tools/mvn", "echo broken >&2; exit 1");

        Process process = process(Map.of(), "bin/extracta-delete").start();

        assertThat(output(process)).contains("broken").doesNotContain("arguments: ");
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(Files.exists(checkout.resolve("cli/target/program.lock"), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
    }

    @Test
    void itStartsThroughSymbolicLinks() throws IOException, InterruptedException {
        Path link = Files.createSymbolicLink(folder.resolve("delete"), checkout.resolve("bin/extracta-delete"));
        Path relative = Files.createSymbolicLink(folder.resolve("again"), Path.of("delete"));

        assertThat(start(link.toString())).contains("-Dextracta.delete.program=" + link);
        assertThat(start(relative.toString())).contains("-Dextracta.delete.program=" + relative);
    }

    @ParameterizedTest
    @CsvSource({
        "LANG, C, C.UTF-8",
        "LANG, '', C.UTF-8",
        "LC_ALL, POSIX, C.UTF-8",
        "LC_ALL, de_DE.ISO-8859-1, C.UTF-8",
        "LC_ALL, de_DE.UTF-8, de_DE.UTF-8",
        "LANG, en_US.utf8, none"
    })
    void theLocaleHasUtf8(String variable, String locale, String expected) throws IOException, InterruptedException {
        Process process =
                process(Map.of(variable, locale), "bin/extracta-delete").start();

        assertThat(output(process)).contains("locale: " + expected + "\n");
    }

    private String start(String... command) throws IOException, InterruptedException {
        Process process = process(Map.of(), command).start();
        String output = output(process);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private ProcessBuilder process(Map<String, String> environment, String... command) {
        ProcessBuilder process =
                new ProcessBuilder(command).directory(checkout.toFile()).redirectErrorStream(true);
        process.environment().keySet().removeIf(name -> name.equals("LANG") || name.startsWith("LC_"));
        process.environment().putAll(environment);
        process.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        process.environment().merge("PATH", "", (path, none) -> folder.resolve("tools") + ":" + path);
        return process;
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private long builds() throws IOException {
        return Files.readAllLines(checkout.resolve("builds")).size();
    }

    private void script(String name, String commands) throws IOException {
        Path script = folder.resolve(name);
        Files.createDirectories(script.getParent());
        Files.writeString(script, "#!/bin/sh\n" + commands + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    private void copyScripts() throws IOException {
        Path bin = Files.createDirectory(checkout.resolve("bin"));
        try (Stream<Path> scripts = Files.list(Path.of("..", "bin"))) {
            scripts.forEach(script -> copy(script, bin));
        }
    }

    private static void copy(Path script, Path bin) {
        try {
            Files.copy(script, bin.resolve(script.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
