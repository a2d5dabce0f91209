package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.testsupport.TransportType;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportSettings;
import ai.extracta.deletions.transport.netty.NettyTransport;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.client.HttpClient;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;
import reactor.test.StepVerifier;

/** An additional trusted root may sign server certificates; it switches off no other check. */
class TrustTest {

    private static final String LOOPBACK = "ip:127.0.0.1";
    private static final String[] EXPIRED = {"-startdate", "-10d", "-validity", "5"};

    private static HeldCertificate root;
    private static HeldCertificate good;
    private static HeldCertificate ofAnotherName;
    private static HeldCertificate expired;
    private static HeldCertificate notYetValid;
    private static HeldCertificate expiredRoot;
    private static HeldCertificate ofANamesake;
    private static HeldCertificate ofAnotherServer;

    @RegisterExtension
    final SimulatorExtension api = new SimulatorExtension();

    @BeforeAll
    static void createCertificates(@TempDir Path directory, @TempDir Path elsewhere) throws Exception {
        root = HeldCertificate.createAuthority(directory, "root");
        good = root.issue("good", LOOPBACK);
        ofAnotherName = root.issue("elsewhere", "dns:elsewhere.example,ip:127.0.0.2");
        expired = root.issue("expired", LOOPBACK, EXPIRED);
        notYetValid = root.issue("early", LOOPBACK, "-startdate", "+2d");
        expiredRoot = HeldCertificate.create(directory, "pinned", LOOPBACK, EXPIRED);
        ofANamesake = HeldCertificate.createAuthority(elsewhere, "root").issue("forged", LOOPBACK);
        ofAnotherServer = good.issue("issued", LOOPBACK);
    }

    @EachTransport
    void acceptsAServerIssuedByAnAddedRoot(TransportType transport) throws Exception {
        try (TlsServer server = new TlsServer(good)) {
            StepVerifier.create(call(transport, server, root))
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(SimulatorExtension.TIMEOUT);
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @EachTransport
    void refusesAServerOfAnotherNameIssuedByAnAddedRoot(TransportType transport) throws Exception {
        refuses(transport, ofAnotherName, root);
    }

    @EachTransport
    void refusesAnExpiredCertificateIssuedByAnAddedRoot(TransportType transport) throws Exception {
        refuses(transport, expired, root);
    }

    @EachTransport
    void refusesACertificateNotYetValidIssuedByAnAddedRoot(TransportType transport) throws Exception {
        refuses(transport, notYetValid, root);
    }

    @EachTransport
    void refusesAnExpiredCertificateThatWasItselfAdded(TransportType transport) throws Exception {
        refuses(transport, expiredRoot, expiredRoot);
    }

    @EachTransport
    void refusesARootThatOnlyHasTheNameOfTheAddedOne(TransportType transport) throws Exception {
        refuses(transport, ofANamesake, root);
    }

    /** Only an authority may sign, else every server with a certificate could sign for every other. */
    @EachTransport
    void refusesAServerIssuedByAnotherServer(TransportType transport) throws Exception {
        refuses(transport, ofAnotherServer, root);
    }

    @Test
    void isThatOfAnExternalHttpClient() throws Exception {
        try (TlsServer server = new TlsServer(good)) {
            GenericSslContextSpec<SslContextBuilder> rootIsTrusted =
                    Http11SslContextSpec.forClient().configure(context -> context.trustManager(root.certificate()));
            HttpClient trusting = HttpClient.create().secure(tls -> tls.sslContext(rootIsTrusted));
            StepVerifier.create(call(trusting, server))
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(SimulatorExtension.TIMEOUT);
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void isThatOfTheJvmForAnExternalHttpClientWithoutTls() throws Exception {
        try (TlsServer server = new TlsServer(good)) {
            expectRefusal(call(HttpClient.create(), server), server);
        }
    }

    private Mono<DeletionReceipt> call(HttpClient httpClient, TlsServer server) {
        return api.closeAtEnd(api.builder()
                        .transport(api.closeAtEnd(NettyTransport.using(httpClient)))
                        .baseUri(server.baseUri())
                        .retryPolicy(RetryPolicy.none())
                        .build())
                .deleteClassification("cls-1");
    }

    private void refuses(TransportType transport, HeldCertificate own, HeldCertificate trusted) throws Exception {
        try (TlsServer server = new TlsServer(own)) {
            expectRefusal(call(transport, server, trusted), server);
        }
    }

    private static void expectRefusal(Mono<DeletionReceipt> call, TlsServer server) {
        StepVerifier.create(call)
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(TransportFailedException.class, refused -> {
                            assertThat(refused.kind()).isEqualTo(Kind.TLS);
                            assertThat(refused.outcome()).isEqualTo(Outcome.NOT_SENT);
                        }))
                .verify(SimulatorExtension.TIMEOUT);
        assertThat(server.requests()).isZero();
    }

    private Mono<DeletionReceipt> call(TransportType transport, TlsServer server, HeldCertificate trusted) {
        TransportSettings settings = TransportSettings.builder()
                .trust(List.of(trusted.certificate()))
                .build();
        return api.client(transport, builder -> builder.baseUri(server.baseUri())
                        .transportSettings(settings)
                        .retryPolicy(RetryPolicy.none()))
                .deleteClassification("cls-1");
    }
}
