package ai.extracta.deletions.transport.netty;

import ai.extracta.deletions.testkit.HttpTransportContract;
import ai.extracta.deletions.testsupport.QuietLogExtension;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportSettings;
import ai.extracta.deletions.transport.TransportSettings.Protocol;
import org.junit.jupiter.api.extension.ExtendWith;

/** Servers that do not speak HTTP/2. */
@ExtendWith(QuietLogExtension.class)
class NettyOfferingHttp2ContractTest extends HttpTransportContract {

    @Override
    protected HttpTransport create(TransportSettings settings) {
        return NettyTransport.create(
                settings.toBuilder().protocol(Protocol.HTTP_2_OR_1_1).build());
    }
}
