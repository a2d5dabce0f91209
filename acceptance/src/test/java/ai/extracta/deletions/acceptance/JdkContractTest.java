package ai.extracta.deletions.acceptance;

import ai.extracta.deletions.samples.JdkTransport;
import ai.extracta.deletions.testkit.HttpTransportContract;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        try {
            return Files.readAllLines(Path.of("src", "test", "resources", "jdk-gaps.txt"));
        } catch (IOException e) {
            throw new IllegalStateException("the list of known gaps cannot be read", e);
        }
    }
}
