package ai.extracta.deletions.acceptance;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.testsupport.TransportType;
import ai.extracta.deletions.transport.TransportSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import reactor.core.publisher.Mono;

/**
 * A program that offers each version of TLS alone and says what becomes of a call, on one line each. It is one because
 * the JVM reads only once, when it first uses TLS, which versions it forbids: here it must forbid none, so that what
 * refuses an old one is the SDK.
 */
final class TlsVersionProbe {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private TlsVersionProbe() {}

    /**
     * Runs it.
     *
     * @param arguments the key store with the server's certificate, and its name in there
     */
    public static void main(String[] arguments) throws Exception {
        HeldCertificate own = HeldCertificate.load(Path.of(arguments[0]), arguments[1]);
        for (String version : List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3")) {
            try (TlsServer server = new TlsServer(own, version)) {
                System.out.println("jdk " + version + " " + handshake(own, server));
                for (TransportType transport : TransportType.values()) {
                    int before = server.requests();
                    String result = call(transport, own, server);
                    System.out.println(
                            transport + " " + version + " " + result + ", heard " + (server.requests() - before));
                }
            }
        }
    }

    private static String handshake(HeldCertificate own, TlsServer server) throws Exception {
        SSLContext context = own.serverContext(own);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.port())) {
            socket.setEnabledProtocols(new String[] {"TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"});
            socket.startHandshake();
            return socket.getSession().getProtocol();
        }
    }

    private static String call(TransportType transport, HeldCertificate own, TlsServer server) {
        ClassificationDeletions client = ClassificationDeletions.builder()
                .apiKey(ApiKey.of("not-looked-at"))
                .baseUri(server.baseUri())
                .transport(transport.toString())
                .transportSettings(TransportSettings.builder()
                        .trust(List.of(own.certificate()))
                        .build())
                .attemptDeadline(TIMEOUT)
                .retryPolicy(RetryPolicy.none())
                .build();
        Mono<DeletionReceipt> call = Mono.usingWhen(
                Mono.just(client), used -> used.deleteClassification("cls-1"), ClassificationDeletions::closeLater);
        return call.map(receipt -> "receipt")
                .onErrorResume(
                        TransportFailedException.class, failure -> Mono.just(failure.kind() + " " + failure.outcome()))
                .block(TIMEOUT);
    }
}
