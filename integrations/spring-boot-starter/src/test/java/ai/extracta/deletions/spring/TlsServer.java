package ai.extracta.deletions.spring;

import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.testkit.internal.LoopbackServer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A simulator behind TLS, which requests a client certificate and records whose it got. */
final class TlsServer implements AutoCloseable {

    private final Queue<String> clients = new ConcurrentLinkedQueue<>();
    private final Queue<List<String>> offers = new ConcurrentLinkedQueue<>();
    private final ExtractaSimulator simulator;
    private final LoopbackServer<Socket> server;

    private TlsServer(ExtractaSimulator simulator, SSLServerSocket listener) {
        this.simulator = simulator;
        this.server = LoopbackServer.start(listener, "tls-server", this::serve);
    }

    /** Starts one that trusts clients by one certificate. */
    static TlsServer start(ExtractaSimulator simulator, SelfSignedCertificate own, SelfSignedCertificate client)
            throws IOException, GeneralSecurityException {
        SSLContext context = context(own.load(), client.load());
        SSLServerSocket listener = (SSLServerSocket) LoopbackServer.listen(0, context.getServerSocketFactory());
        listener.setWantClientAuth(true);
        return new TlsServer(simulator, listener);
    }

    private static SSLContext context(KeyStore own, KeyStore trusted) throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, SelfSignedCertificate.PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private void serve(Socket connection) throws IOException {
        SSLSocket secured = (SSLSocket) connection;
        secured.setHandshakeApplicationProtocolSelector((socket, offered) -> {
            offers.add(offered);
            return "http/1.1";
        });
        secured.startHandshake();
        clients.add(nameOfClient(secured));
        Pipe.connect(
                secured,
                new Socket(LoopbackServer.loopback(), simulator.baseUri().getPort()));
    }

    private static String nameOfClient(SSLSocket connection) {
        try {
            return connection.getSession().getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException none) {
            return "";
        }
    }

    /** The protocols that each client offered by ALPN; none if it did not use that. */
    List<List<String>> offers() {
        return List.copyOf(offers);
    }

    /** Where the API is. */
    URI baseUri() {
        return URI.create(
                "https://127.0.0.1:" + server.port() + simulator.baseUri().getPath());
    }

    /** The name of each connection's client, empty without a certificate. */
    List<String> clients() {
        return List.copyOf(clients);
    }

    @Override
    public void close() {
        server.close();
    }
}
