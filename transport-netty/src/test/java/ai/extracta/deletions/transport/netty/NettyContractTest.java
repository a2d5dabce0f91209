package ai.extracta.deletions.transport.netty;

import ai.extracta.deletions.testkit.HttpTransportContract;
import ai.extracta.deletions.testsupport.ContractColumn;
import ai.extracta.deletions.testsupport.QuietLogExtension;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportSettings;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(QuietLogExtension.class)
class NettyContractTest extends HttpTransportContract {

    @RegisterExtension
    static final ContractColumn COLUMN = new ContractColumn("netty", List.of());

    @Override
    protected HttpTransport create(TransportSettings settings) {
        return NettyTransport.create(settings);
    }
}
