package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.model.DeletionReceipt;
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

/** Trusting one more root says who may vouch for a server, and switches off no other check. */
class TrustTest {

    private static final String LOOPBACK = "ip:127.0.0.1";
    private static final String[] EXPIRED = {"-startdate", "-10d", "-validity", "5"};

    private static Certificates root;
    private static Certificates good;
    private static Certificates ofAnotherName;
    private static Certificates expired;
    private static Certificates notYetValid;
    private static Certificates expiredRoot;
    private static Certificates ofANamesake;
    private static Certificates ofAnotherServer;

    @RegisterExtension
    final Api api = new Api();

    @BeforeAll
    static void makeCertificates(@TempDir Path directory, @TempDir Path elsewhere) throws Exception {
        root = Certificates.makeAuthority(directory, "root");
        good = root.issue("good", LOOPBACK);
        ofAnotherName = root.issue("elsewhere", "dns:elsewhere.example,ip:127.0.0.2");
        expired = root.issue("expired", LOOPBACK, EXPIRED);
        notYetValid = root.issue("early", LOOPBACK, "-startdate", "+2d");
        expiredRoot = Certificates.make(directory, "pinned", LOOPBACK, EXPIRED);
        ofANamesake = Certificates.makeAuthority(elsewhere, "root").issue("forged", LOOPBACK);
        ofAnotherServer = good.issue("vouched-for", LOOPBACK);
    }

    @EachTransport
    void acceptsAServerForWhichAnAddedRootVouches(Transport transport) throws Exception {
        try (SecureServer server = new SecureServer(good)) {
            StepVerifier.create(call(transport, server, root))
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(Api.LIMIT);
            assertThat(server.heard()).isEqualTo(1);
        }
    }

    @EachTransport
    void refusesAServerOfAnotherNameForWhichAnAddedRootVouches(Transport transport) throws Exception {
        refuses(transport, ofAnotherName, root);
    }

    @EachTransport
    void refusesAnExpiredCertificateForWhichAnAddedRootVouches(Transport transport) throws Exception {
        refuses(transport, expired, root);
    }

    @EachTransport
    void refusesACertificateThatIsNotValidYetForWhichAnAddedRootVouches(Transport transport) throws Exception {
        refuses(transport, notYetValid, root);
    }

    @EachTransport
    void refusesAnExpiredCertificateThatWasItselfAdded(Transport transport) throws Exception {
        refuses(transport, expiredRoot, expiredRoot);
    }

    @EachTransport
    void refusesARootThatOnlyHasTheNameOfTheAddedOne(Transport transport) throws Exception {
        refuses(transport, ofANamesake, root);
    }

    /** Only an authority may sign, else every server with a certificate could vouch for every other. */
    @EachTransport
    void refusesAServerForWhichAnotherServerVouches(Transport transport) throws Exception {
        refuses(transport, ofAnotherServer, root);
    }

    @Test
    void isThatOfALentHttpClient() throws Exception {
        try (SecureServer server = new SecureServer(good)) {
            GenericSslContextSpec<SslContextBuilder> rootIsTrusted =
                    Http11SslContextSpec.forClient().configure(context -> context.trustManager(root.certificate()));
            HttpClient trusting = HttpClient.create().secure(tls -> tls.sslContext(rootIsTrusted));
            StepVerifier.create(call(trusting, server))
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(Api.LIMIT);
            assertThat(server.heard()).isEqualTo(1);
        }
    }

    @Test
    void isThatOfTheJvmForALentHttpClientThatKnowsNothingOfTls() throws Exception {
        try (SecureServer server = new SecureServer(good)) {
            expectRefusal(call(HttpClient.create(), server), server);
        }
    }

    private Mono<DeletionReceipt> call(HttpClient lent, SecureServer server) {
        return api.keep(api.builder()
                        .transport(api.keep(NettyTransport.using(lent)))
                        .baseUri(server.baseUri())
                        .retryPolicy(RetryPolicy.none())
                        .build())
                .deleteClassification("cls-1");
    }

    private void refuses(Transport transport, Certificates own, Certificates trusted) throws Exception {
        try (SecureServer server = new SecureServer(own)) {
            expectRefusal(call(transport, server, trusted), server);
        }
    }

    private static void expectRefusal(Mono<DeletionReceipt> call, SecureServer server) {
        StepVerifier.create(call)
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(TransportFailedException.class, refused -> {
                            assertThat(refused.kind()).isEqualTo(Kind.TLS);
                            assertThat(refused.outcome()).isEqualTo(Outcome.NOT_SENT);
                        }))
                .verify(Api.LIMIT);
        assertThat(server.heard()).isZero();
    }

    private Mono<DeletionReceipt> call(Transport transport, SecureServer server, Certificates trusted) {
        TransportSettings settings = TransportSettings.builder()
                .trust(List.of(trusted.certificate()))
                .build();
        return api.client(transport, builder -> builder.baseUri(server.baseUri())
                        .transportSettings(settings)
                        .retryPolicy(RetryPolicy.none()))
                .deleteClassification("cls-1");
    }
}
