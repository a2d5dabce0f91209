package ai.extracta.deletions.acceptance;

import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportSettings;
import ai.extracta.deletions.transport.netty.NettyTransport;
import io.netty.handler.ssl.SslContextBuilder;
import org.junit.jupiter.api.AfterEach;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;

/** A user's own HttpClient may speak HTTP/2. */
class LentHttp2ClientTest extends Http2Contract {

    private final ConnectionProvider connections = ConnectionProvider.builder("http2")
            .maxConnections(1)
            .pendingAcquireMaxCount(-1)
            .build();

    @Override
    HttpTransport create(TransportSettings settings) {
        HttpClient client = HttpClient.create(connections)
                .protocol(HttpProtocol.H2, HttpProtocol.HTTP11)
                .secure(tls -> tls.sslContext(trustingTheCertificate()));
        TransportSettings forLentClients = TransportSettings.builder()
                .maxResponseBytes(settings.maxResponseBytes())
                .build();
        return NettyTransport.using(client, forLentClients);
    }

    @AfterEach
    void releaseTheClient() {
        connections.disposeLater().block();
    }

    private static GenericSslContextSpec<SslContextBuilder> trustingTheCertificate() {
        return Http2SslContextSpec.forClient().configure(context -> context.trustManager(certificate.certificate()));
    }
}
