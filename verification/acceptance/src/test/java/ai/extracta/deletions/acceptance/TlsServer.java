package ai.extracta.deletions.acceptance;

import ai.extracta.deletions.testsupport.RawResponses;
import ai.extracta.deletions.testsupport.SocketServer;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLServerSocket;

/** Confirms every deletion, with TLS. */
final class TlsServer implements AutoCloseable {

    private final AtomicInteger requests = new AtomicInteger();
    private final SocketServer server;

    /** Starts with the JVM's protocols unless some are given. */
    TlsServer(HeldCertificate own, String... protocols) throws IOException, GeneralSecurityException {
        SSLServerSocket listener = own.listen(own);
        if (protocols.length > 0) {
            listener.setEnabledProtocols(protocols);
        }
        server = SocketServer.start(listener, connection -> {
            SocketServer.read(connection.getInputStream());
            requests.incrementAndGet();
            SocketServer.write(connection, RawResponses.WHOLE_SUCCESS);
        });
    }

    int port() {
        return server.port();
    }

    URI baseUri() {
        return URI.create("https://127.0.0.1:" + port() + "/api/v1");
    }

    /** How many requests it has read. */
    int requests() {
        return requests.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
