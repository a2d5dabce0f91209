package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.testsupport.RawResponses;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.testsupport.SocketServer;
import ai.extracta.deletions.testsupport.TransportType;
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
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Which servers a client trusts, and how it fails otherwise. */
class TlsTest {

    private static HeldCertificate loopback;
    private static HeldCertificate elsewhere;
    private static HeldCertificate customer;

    @RegisterExtension
    final SimulatorExtension api = new SimulatorExtension();

    private final Queue<String> receivedIdentities = new ConcurrentLinkedQueue<>();

    @AutoClose
    private SocketServer server;

    @BeforeAll
    static void createCertificates(@TempDir Path directory)
            throws IOException, InterruptedException, GeneralSecurityException {
        loopback = HeldCertificate.create(directory, "loopback", "ip:127.0.0.1,dns:localhost");
        elsewhere = HeldCertificate.create(directory, "elsewhere", "dns:elsewhere.example,ip:127.0.0.2");
        customer = HeldCertificate.create(directory, "customer", "dns:customer.example");
    }

    @EachTransport
    void refusesAnUntrustedCertificate(TransportType transport) throws Exception {
        serve(loopback, false);

        failsBeforeSending(call(transport, TransportSettings.defaults()));
    }

    @EachTransport
    void acceptsAnExplicitlyTrustedCertificate(TransportType transport) throws Exception {
        serve(loopback, false);

        succeeds(call(transport, trusting(loopback).build()));
        assertThat(receivedIdentities).containsExactly("nobody");
    }

    @EachTransport
    void refusesATrustedCertificateOfAnotherHost(TransportType transport) throws Exception {
        serve(elsewhere, false);

        failsBeforeSending(call(transport, trusting(elsewhere).build()));
    }

    @EachTransport
    void presentsItsOwnCertificateOnRequest(TransportType transport) throws Exception {
        serve(loopback, true);

        succeeds(call(
                transport,
                trusting(loopback)
                        .clientCertificate(customer.key(), List.of(customer.certificate()))
                        .build()));
        assertThat(receivedIdentities).containsExactly("CN=customer");
    }

    /** In TLS 1.3 the client's part of the handshake is complete before the server rejects it. */
    @EachTransport
    void isRefusedByAServerThatRequiresACertificateWhenItHasNone(TransportType transport) throws Exception {
        serve(loopback, true);

        StepVerifier.create(call(transport, trusting(loopback).build()))
                .expectErrorSatisfies(failure -> isTls(failure, Outcome.UNKNOWN))
                .verify(SimulatorExtension.TIMEOUT);
        assertThat(receivedIdentities).isEmpty();
    }

    @EachTransport
    void refusesAServerThatDoesNotSpeakTls(TransportType transport) throws Exception {
        server = SocketServer.start(connection -> {
            receive(connection);
            SocketServer.write(connection, "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
        });

        failsBeforeSending(call(transport, TransportSettings.defaults()));
    }

    @EachTransport
    void timesOutAHandshakeWithoutResponse(TransportType transport) throws Exception {
        server = SocketServer.start(connection -> {
            receive(connection);
            receive(connection);
        });

        failsBeforeSending(call(
                transport,
                TransportSettings.builder()
                        .tlsHandshakeTimeout(Duration.ofMillis(500))
                        .build()));
    }

    @EachTransport
    void refusesAServerThatHangsUpDuringTheHandshake(TransportType transport) throws Exception {
        server = SocketServer.start(TlsTest::receive);

        failsBeforeSending(call(transport, TransportSettings.defaults()));
    }

    private static void receive(Socket connection) throws IOException {
        connection.getInputStream().read(new byte[16 * 1024]);
    }

    /** Serves with TLS and records the peers. */
    private void serve(HeldCertificate own, boolean requiresCertificate) throws Exception {
        SSLServerSocket listener = own.listen(customer);
        listener.setNeedClientAuth(requiresCertificate);
        server = SocketServer.start(listener, connection -> {
            SocketServer.read(connection.getInputStream());
            receivedIdentities.add(requiresCertificate ? clientIdentity((SSLSocket) connection) : "nobody");
            SocketServer.write(
                    connection,
                    "HTTP/1.1 200 OK\r\ncontent-length: " + RawResponses.SUCCESS.length() + "\r\n\r\n"
                            + RawResponses.SUCCESS);
        });
    }

    private static String clientIdentity(SSLSocket connection) throws IOException {
        return connection.getSession().getPeerPrincipal().getName();
    }

    private static TransportSettings.Builder trusting(HeldCertificate server) {
        return TransportSettings.builder().trust(List.of(server.certificate()));
    }

    private Mono<DeletionReceipt> call(TransportType transport, TransportSettings settings) {
        ClassificationDeletions client = api.client(
                transport, builder -> builder.baseUri(URI.create("https://127.0.0.1:" + server.port() + "/api/v1"))
                        .transportSettings(settings)
                        .retryPolicy(RetryPolicy.none()));
        return client.deleteClassification("cls-1");
    }

    private static void succeeds(Mono<DeletionReceipt> call) {
        StepVerifier.create(call).expectNextCount(1).expectComplete().verify(SimulatorExtension.TIMEOUT);
    }

    private void failsBeforeSending(Mono<DeletionReceipt> call) {
        StepVerifier.create(call)
                .expectErrorSatisfies(failure -> isTls(failure, Outcome.NOT_SENT))
                .verify(SimulatorExtension.TIMEOUT);
        assertThat(receivedIdentities).isEmpty();
    }

    private static void isTls(Throwable failure, Outcome outcome) {
        assertThat(failure).isExactlyInstanceOf(TransportFailedException.class);
        TransportFailedException failed = (TransportFailedException) failure;
        assertThat(failed.kind()).isEqualTo(Kind.TLS);
        assertThat(failed.outcome()).isEqualTo(outcome);
        assertThat(failed.attempts()).isEqualTo(1);
    }
}
