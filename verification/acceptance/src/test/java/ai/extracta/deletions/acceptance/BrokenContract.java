package ai.extracta.deletions.acceptance;

import ai.extracta.deletions.testkit.HttpTransportContract;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportSettings;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract of a {@link Broken} transport, which {@link ContractKit} has fail. */
class BrokenContract extends HttpTransportContract {

    static final String PARAMETER = "broken";

    private Broken.UnaryFactory factory;

    @RegisterExtension
    final BeforeEachCallback choice = context -> factory = Broken.valueOf(
                    context.getConfigurationParameter(PARAMETER).orElseThrow())
            .factory();

    @Override
    protected HttpTransport create(TransportSettings settings) {
        return factory.create(settings);
    }
}
