package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportSettings;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Whom a client believes, and what it says when it does not. */
class TlsTest {

    private static Certificates loopback;
    private static Certificates elsewhere;
    private static Certificates customer;

    @RegisterExtension
    final Api api = new Api();

    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private SocketServer server;

    @BeforeAll
    static void makeCertificates(@TempDir Path directory)
            throws IOException, InterruptedException, GeneralSecurityException {
        loopback = Certificates.make(directory, "loopback", "ip:127.0.0.1,dns:localhost");
        elsewhere = Certificates.make(directory, "elsewhere", "dns:elsewhere.example,ip:127.0.0.2");
        customer = Certificates.make(directory, "customer", "dns:customer.example");
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @EachTransport
    void refusesACertificateNobodyVouchesFor(Transport transport) throws Exception {
        serve(loopback, false);

        failsBeforeSending(call(transport, TransportSettings.defaults()));
    }

    @EachTransport
    void acceptsACertificateItWasToldToTrust(Transport transport) throws Exception {
        serve(loopback, false);

        succeeds(call(transport, trusting(loopback).build()));
        assertThat(heard).containsExactly("nobody");
    }

    @EachTransport
    void refusesATrustedCertificateOfAnotherHost(Transport transport) throws Exception {
        serve(elsewhere, false);

        failsBeforeSending(call(transport, trusting(elsewhere).build()));
    }

    @EachTransport
    void presentsItsOwnCertificateWhenAsked(Transport transport) throws Exception {
        serve(loopback, true);

        succeeds(call(
                transport,
                trusting(loopback)
                        .clientCertificate(customer.key(), List.of(customer.certificate()))
                        .build()));
        assertThat(heard).containsExactly("CN=customer");
    }

    /** In TLS 1.3 the client's part of the handshake is over before the server says no. */
    @EachTransport
    void isNotHeardByAServerThatWantsACertificateWhenItHasNone(Transport transport) throws Exception {
        serve(loopback, true);

        StepVerifier.create(call(transport, trusting(loopback).build()))
                .expectErrorSatisfies(failure -> isTls(failure, Outcome.UNKNOWN))
                .verify(Api.LIMIT);
        assertThat(heard).isEmpty();
    }

    @EachTransport
    void refusesAServerThatDoesNotSpeakTls(Transport transport) throws Exception {
        server = SocketServer.start(connection -> {
            listen(connection);
            SocketServer.write(connection, "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
        });

        failsBeforeSending(call(transport, TransportSettings.defaults()));
    }

    @EachTransport
    void givesUpOnAHandshakeThatIsNeverAnswered(Transport transport) throws Exception {
        server = SocketServer.start(connection -> {
            listen(connection);
            listen(connection);
        });

        failsBeforeSending(call(
                transport,
                TransportSettings.builder()
                        .tlsHandshakeTimeout(Duration.ofMillis(500))
                        .build()));
    }

    @EachTransport
    void refusesAServerThatHangsUpDuringTheHandshake(Transport transport) throws Exception {
        server = SocketServer.start(TlsTest::listen);

        failsBeforeSending(call(transport, TransportSettings.defaults()));
    }

    private static void listen(Socket connection) throws IOException {
        connection.getInputStream().read(new byte[16 * 1024]);
    }

    /** Serves with TLS and notes who asked. */
    private void serve(Certificates own, boolean wantsCertificate) throws Exception {
        server = SocketServer.start(
                own.serverTrusting(customer).getServerSocketFactory(),
                listener -> ((SSLServerSocket) listener).setNeedClientAuth(wantsCertificate),
                connection -> {
                    SocketServer.read(connection.getInputStream());
                    heard.add(wantsCertificate ? peer((SSLSocket) connection) : "nobody");
                    SocketServer.write(
                            connection,
                            "HTTP/1.1 200 OK\r\ncontent-length: " + Responses.SUCCESS.length() + "\r\n\r\n"
                                    + Responses.SUCCESS);
                });
    }

    private static String peer(SSLSocket connection) throws IOException {
        return connection.getSession().getPeerPrincipal().getName();
    }

    private static TransportSettings.Builder trusting(Certificates server) {
        return TransportSettings.builder().trust(List.of(server.certificate()));
    }

    private Mono<DeletionReceipt> call(Transport transport, TransportSettings settings) {
        ClassificationDeletions client = api.client(
                transport, builder -> builder.baseUri(URI.create("https://127.0.0.1:" + server.port() + "/api/v1"))
                        .transportSettings(settings)
                        .retryPolicy(RetryPolicy.none()));
        return client.deleteClassification("cls-1");
    }

    private static void succeeds(Mono<DeletionReceipt> call) {
        StepVerifier.create(call).expectNextCount(1).expectComplete().verify(Api.LIMIT);
    }

    private void failsBeforeSending(Mono<DeletionReceipt> call) {
        StepVerifier.create(call)
                .expectErrorSatisfies(failure -> isTls(failure, Outcome.NOT_SENT))
                .verify(Api.LIMIT);
        assertThat(heard).isEmpty();
    }

    private static void isTls(Throwable failure, Outcome outcome) {
        assertThat(failure).isExactlyInstanceOf(TransportFailedException.class);
        TransportFailedException failed = (TransportFailedException) failure;
        assertThat(failed.kind()).isEqualTo(Kind.TLS);
        assertThat(failed.outcome()).isEqualTo(outcome);
        assertThat(failed.attempts()).isEqualTo(1);
    }
}
