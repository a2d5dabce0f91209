package ai.extracta.deletions.samples.guide;

import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.HttpTransportProvider;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportSettings;
import ai.extracta.deletions.transport.netty.NettyTransport;
import java.net.URI;

/** Sends to the simulator of the running test what is addressed to the real API, so that snippets run as they are. */
public final class SimulatorTransportProvider implements HttpTransportProvider {

    private static final String SIMULATOR = "guide.simulator";

    /** Created by the service loader. */
    public SimulatorTransportProvider() {}

    static void sendTo(URI simulator) {
        System.setProperty(SIMULATOR, simulator.getRawAuthority());
    }

    @Override
    public String name() {
        return "simulator";
    }

    @Override
    public HttpTransport create(TransportSettings settings) {
        String authority = System.getProperty(SIMULATOR);
        return NettyTransport.create(settings).mapRequests((request, context) -> redirected(request, authority));
    }

    private static TransportRequest redirected(TransportRequest request, String authority) {
        URI uri = request.host().equals("api.extracta.ai")
                ? URI.create("http://" + authority + request.target())
                : request.uri();
        return new TransportRequest(request.method(), uri, request.headers(), request.body(), request.listener());
    }
}
