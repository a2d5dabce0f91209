package ai.extracta.deletions.acceptance;

import ai.extracta.deletions.testkit.HttpTransportContract;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportSettings;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract of a {@link BrokenTransport} transport, which {@link ContractKit} has fail. */
class BrokenTransportContract extends HttpTransportContract {

    static final String PARAMETER = "broken";

    private BrokenTransport.TransportFactory factory;

    @RegisterExtension
    final BeforeEachCallback choice = context -> factory = BrokenTransport.valueOf(
                    context.getConfigurationParameter(PARAMETER).orElseThrow())
            .factory();

    @Override
    protected HttpTransport create(TransportSettings settings) {
        return factory.create(settings);
    }
}
