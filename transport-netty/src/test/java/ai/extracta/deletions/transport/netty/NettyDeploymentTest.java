package ai.extracta.deletions.transport.netty;

import ai.extracta.deletions.testsupport.DeploymentContract;
import ai.extracta.deletions.testsupport.TransportType;
import java.util.List;

class NettyDeploymentTest extends DeploymentContract {

    NettyDeploymentTest() {
        super(
                TransportType.NETTY,
                "Reactor Netty",
                "reactor.netty.http.client.HttpClient",
                List.of(
                        "reactor.netty.http.client.HttpClientOperations",
                        "reactor.netty.http.logging.AbstractHttpMessageLogFactory"),
                "reactor.netty.http.client.HttpClientFinalizer");
    }
}
