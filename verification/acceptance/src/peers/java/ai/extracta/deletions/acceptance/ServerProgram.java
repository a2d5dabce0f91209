package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A server or proxy of somebody else's, as a child process on a free port of loopback, with its files in a directory.
 */
final class ServerProgram {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Process process;
    private final int port;

    private ServerProgram(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Skips the test, by the program's name, if it is not installed. */
    static void require(String name) {
        assumeTrue(find(name) != null, "skipped: " + name + " (not installed)");
    }

    /** Runs it in the foreground and waits until it listens. */
    static ServerProgram start(Path directory, int port, String name, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(find(name)));
        command.addAll(List.of(arguments));
        Path output = directory.resolve(name + ".out");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        ServerProgram program = new ServerProgram(process, port);
        try {
            program.awaitListening();
        } catch (AssertionError e) {
            program.stop();
            throw new AssertionError(name + " printed: " + Files.readString(output), e);
        }
        return program;
    }

    /** Runs it to its end, for what it does to one that is running. */
    static void run(Path directory, String name, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(find(name)));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                .as("%s ended", command)
                .isTrue();
        assertThat(process.exitValue()).as("%s", command).isZero();
    }

    void signal(String name) throws IOException, InterruptedException {
        run(Path.of("."), "kill", "-s", name, Long.toString(process.pid()));
    }

    void awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                .as("ended")
                .isTrue();
    }

    int port() {
        return port;
    }

    static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, loopback())) {
            return probe.getLocalPort();
        }
    }

    /** Writes certificate and key in one file, as most programs read them. */
    static Path pem(Path directory, HeldCertificate own) throws IOException, CertificateEncodingException {
        String text = block("CERTIFICATE", own.certificate().getEncoded())
                + block("PRIVATE KEY", own.key().getEncoded());
        return Files.writeString(directory.resolve(own.name() + ".pem"), text);
    }

    private static String block(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + type
                + "-----\n";
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    /** System programs are not on every user's path. */
    private static String find(String name) {
        return Stream.concat(
                        Stream.of(System.getenv("PATH").split(File.pathSeparator)),
                        Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(null);
    }

    private void awaitListening() throws IOException, InterruptedException {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (!listens()) {
            assertThat(process.waitFor(50, TimeUnit.MILLISECONDS)).as("ended").isFalse();
            assertThat(System.nanoTime()).as("time").isLessThan(end);
        }
    }

    private boolean listens() throws IOException {
        try (Socket probe = new Socket(loopback(), port)) {
            return probe.isConnected();
        } catch (java.net.ConnectException notYet) {
            return false;
        }
    }

    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
        }
    }
}
