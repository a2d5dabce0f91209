package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.testkit.internal.JavaCommand;
import ai.extracta.deletions.testsupport.TransportType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which versions of TLS are spoken, in a JVM that would speak them all. */
class TlsVersionTest {

    private static List<String> results;

    @BeforeAll
    static void callServersOfEachVersion(@TempDir Path directory) throws Exception {
        HeldCertificate server = HeldCertificate.create(directory, "server", "ip:127.0.0.1");
        Path allowing = Files.writeString(directory.resolve("all.security"), "jdk.tls.disabledAlgorithms=\n");
        Path output = directory.resolve("output");
        Process program = JavaCommand.of(
                        List.of("-Djava.security.properties=" + allowing),
                        TlsVersionProbe.class,
                        server.store().toString(),
                        server.name())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(program.waitFor(50, TimeUnit.SECONDS)).as("ended").isTrue();
        } finally {
            program.destroyForcibly();
        }
        results = Files.readAllLines(output);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void theServerSpeaksItAndTheJvmWould(String version) {
        assertThat(results).contains("jdk " + version + " " + version);
    }

    static Stream<String> versions() {
        return Stream.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("old")
    void anOldVersionIsRefusedAndNothingIsSent(TransportType transport, String version) {
        assertThat(results).contains(transport + " " + version + " TLS NOT_SENT, heard 0");
    }

    static Stream<Arguments> old() {
        return TransportType.each(List.of("TLSv1", "TLSv1.1"));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("current")
    void aCurrentVersionIsSpoken(TransportType transport, String version) {
        assertThat(results).contains(transport + " " + version + " receipt, heard 1");
    }

    static Stream<Arguments> current() {
        return TransportType.each(List.of("TLSv1.2", "TLSv1.3"));
    }
}
