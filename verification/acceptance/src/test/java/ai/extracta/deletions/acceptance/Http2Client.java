package ai.extracta.deletions.acceptance;

import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import ai.extracta.deletions.transport.TransportSettings;
import ai.extracta.deletions.transport.netty.NettyTransport;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContextBuilder;
import reactor.core.publisher.Mono;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;

/** Whose Reactor Netty client speaks HTTP/2. */
enum Http2Client {
    OWN {
        @Override
        HttpTransport create(TransportSettings settings) {
            return NettyTransport.create(settings);
        }
    },

    /** A user's own client may speak HTTP/2. */
    LENT {
        @Override
        HttpTransport create(TransportSettings settings) {
            ConnectionProvider connections = connections(settings);
            TransportSettings forLentClients = TransportSettings.builder()
                    .maxResponseBytes(settings.maxResponseBytes())
                    .build();
            HttpTransport transport = NettyTransport.using(client(settings, connections), forLentClients);
            return new Lent(transport, transport.closeLater().then(connections.disposeLater()));
        }
    };

    abstract HttpTransport create(TransportSettings settings);

    static ConnectionProvider connections(TransportSettings settings) {
        return ConnectionProvider.builder("http2")
                .maxConnections(settings.maxConnections())
                .pendingAcquireMaxCount(-1)
                .build();
    }

    static HttpClient client(TransportSettings settings, ConnectionProvider connections) {
        GenericSslContextSpec<SslContextBuilder> context = Http2SslContextSpec.forClient()
                .configure(tls -> settings.trustManager().ifPresent(tls::trustManager));
        return HttpClient.create(connections)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        settings.connectTimeout().toMillis())
                .protocol(HttpProtocol.H2, HttpProtocol.HTTP11)
                .secure(tls -> tls.sslContext(context).handshakeTimeout(settings.tlsHandshakeTimeout()));
    }

    /** A transport whose client ends with it. */
    record Lent(HttpTransport transport, Mono<Void> onClose) implements HttpTransport {

        @Override
        public Mono<TransportResponse> exchange(TransportRequest request) {
            return transport.exchange(request);
        }

        @Override
        public Mono<Void> closeLater() {
            return onClose;
        }
    }
}
