package ai.extracta.deletions.samples;

import ai.extracta.deletions.testkit.HttpTransportContract;
import ai.extracta.deletions.testsupport.ContractColumn;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The gaps stand, with their reasons, in docs/transports.md. */
class JdkContractTest extends HttpTransportContract {

    @RegisterExtension
    static final ContractColumn COLUMN = new ContractColumn("jdk", gaps());

    @Override
    protected HttpTransport create(TransportSettings settings) {
        return new JdkTransport(settings);
    }

    private static List<String> gaps() {
        try (InputStream list = JdkContractTest.class.getResourceAsStream("/jdk-gaps.txt")) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
