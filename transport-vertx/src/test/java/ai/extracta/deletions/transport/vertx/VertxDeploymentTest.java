package ai.extracta.deletions.transport.vertx;

import ai.extracta.deletions.testsupport.DeploymentContract;
import ai.extracta.deletions.testsupport.TransportType;
import java.util.List;

class VertxDeploymentTest extends DeploymentContract {

    VertxDeploymentTest() {
        super(
                TransportType.VERTX,
                "Vert.x",
                "io.vertx.core.Promise",
                List.of("io.vertx.core.http.impl.HttpClientImpl", "io.vertx.ext.web.client.impl.WebClientBase"),
                "io.vertx.ext.web.client.impl.HttpContext");
    }
}
