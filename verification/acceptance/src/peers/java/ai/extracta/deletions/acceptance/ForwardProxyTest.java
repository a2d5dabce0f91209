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
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Through real forward proxies to a server with TLS. */
@Tag("real-peers")
class ForwardProxyTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @RegisterExtension
    final SimulatorExtension api = new SimulatorExtension();

    @TempDir
    static Path keys;

    private static HeldCertificate ofTheServer;
    private static HeldCertificate ofTheProxy;

    @TempDir
    Path directory;

    private HeldCertificate own;
    private TlsServer server;
    private ServerProgram proxy;

    /** The configuration that allows a single port, and a single user if one is required. */
    enum ProxyProgram {
        SQUID {
            @Override
            List<String> conf(Path directory, int port, int allowed, boolean requiresUser) throws IOException {
                Path check = Files.writeString(
                        directory.resolve("check.sh"),
                        "while read -r line; do case \"$line\" in 'me secret'*) echo OK;; *) echo ERR;; esac; done\n");
                String user = "auth_param basic program /bin/sh " + check + "\nauth_param basic children 1\n"
                        + "acl known proxy_auth REQUIRED\nhttp_access deny !known";
                return List.of(
                        "http_port 127.0.0.1:" + port,
                        "acl target port " + allowed,
                        requiresUser ? user : "",
                        "http_access allow CONNECT target",
                        "http_access deny all",
                        "access_log stdio:" + directory.resolve("access.log"),
                        "cache_log " + directory.resolve("cache.log"),
                        "pid_filename none",
                        "pinger_enable off",
                        "shutdown_lifetime 0 seconds",
                        "cache deny all",
                        "coredump_dir " + directory);
            }

            @Override
            String[] arguments(Path conf) {
                return new String[] {"-N", "-f", conf.toString()};
            }
        },
        TINYPROXY {
            @Override
            List<String> conf(Path directory, int port, int allowed, boolean requiresUser) {
                return List.of(
                        "Port " + port,
                        "Listen 127.0.0.1",
                        "Timeout 20",
                        "LogFile \"" + directory.resolve("access.log") + "\"",
                        "LogLevel Info",
                        "ConnectPort " + allowed,
                        requiresUser ? "BasicAuth me secret" : "");
            }

            @Override
            String[] arguments(Path conf) {
                return new String[] {"-d", "-c", conf.toString()};
            }
        };

        abstract List<String> conf(Path directory, int port, int allowed, boolean requiresUser) throws IOException;

        abstract String[] arguments(Path conf);

        String program() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Stream<Arguments> each() {
        return TransportType.each(List.of(ProxyProgram.values()));
    }

    @BeforeAll
    static void createKeys() throws Exception {
        ofTheServer = HeldCertificate.create(keys, "server", "ip:127.0.0.1");
        ofTheProxy = HeldCertificate.create(keys, "proxy", "dns:proxy.example,ip:127.0.0.2");
    }

    @BeforeEach
    void serve() throws Exception {
        own = ofTheServer;
        server = new TlsServer(own);
        Files.setPosixFilePermissions(
                directory, PosixFilePermissions.fromString("rwxrwxrwx")); // squid has its own user
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        if (proxy != null) {
            proxy.stop();
        }
        server.close();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("each")
    void deletesThroughATunnelThatHidesTheRequestFromTheProxy(TransportType transport, ProxyProgram kit)
            throws Exception {
        start(kit, server.port(), false);
        try (RecordingRelay relay = new RecordingRelay(proxy.port())) {
            StepVerifier.create(call(transport, relay.port(), settings -> settings))
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(TIMEOUT);

            assertThat(server.requests()).isEqualTo(1);
            assertThat(relay.received()).startsWith("CONNECT 127.0.0.1:" + server.port() + " HTTP/1.");
            hasNoSecret(relay.received());
        }
        hasNoSecret(log());
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("each")
    void authenticatesToTheProxy(TransportType transport, ProxyProgram kit) throws Exception {
        start(kit, server.port(), true);

        StepVerifier.create(call(transport, proxy.port(), known("secret")))
                .expectNextCount(1)
                .expectComplete()
                .verify(TIMEOUT);
        assertThat(server.requests()).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("each")
    void isNotSentWhenTheProxyRequiresAUser(TransportType transport, ProxyProgram kit) throws Exception {
        start(kit, server.port(), true);

        isNotSent(call(transport, proxy.port(), settings -> settings), Kind.PROXY);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("each")
    void isNotSentWhenTheProxyDoesNotKnowTheUser(TransportType transport, ProxyProgram kit) throws Exception {
        start(kit, server.port(), true);

        isNotSent(call(transport, proxy.port(), known("wrong-password")), Kind.PROXY);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("each")
    void isNotSentWhenTheProxyRefusesTheTarget(TransportType transport, ProxyProgram kit) throws Exception {
        start(kit, 1, false);

        isNotSent(call(transport, proxy.port(), settings -> settings), Kind.PROXY);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("each")
    void isNotSentToAServerWhoseNameIsNotThatOfTheTarget(TransportType transport, ProxyProgram kit) throws Exception {
        server.close();
        own = ofTheProxy;
        server = new TlsServer(own);
        start(kit, server.port(), false);

        isNotSent(call(transport, proxy.port(), settings -> settings), Kind.TLS);
    }

    @EachTransport
    void isNotSentWhenThereIsNoProxy(TransportType transport) throws Exception {
        isNotSent(call(transport, ServerProgram.freePort(), settings -> settings), Kind.CONNECT);
    }

    private void start(ProxyProgram kit, int allowedPort, boolean requiresUser) throws Exception {
        ServerProgram.require(kit.program());
        int port = ServerProgram.freePort();
        Path conf = Files.write(directory.resolve("proxy.conf"), kit.conf(directory, port, allowedPort, requiresUser));
        proxy = ServerProgram.start(directory, port, kit.program(), kit.arguments(conf));
    }

    private Mono<DeletionReceipt> call(
            TransportType transport, int proxyPort, UnaryOperator<TransportSettings.Builder> changes) {
        TransportSettings settings = changes.apply(TransportSettings.builder()
                        .trust(List.of(own.certificate()))
                        .proxy(InetSocketAddress.createUnresolved("127.0.0.1", proxyPort)))
                .build();
        URI uri = server.baseUri();
        return api.client(transport, builder -> builder.baseUri(uri)
                        .transportSettings(settings)
                        .retryPolicy(RetryPolicy.none()))
                .deleteClassification("cls-confidential");
    }

    private static UnaryOperator<TransportSettings.Builder> known(String password) {
        return settings -> settings.proxyCredentials("me", password.toCharArray());
    }

    private void isNotSent(Mono<DeletionReceipt> call, Kind kind) {
        StepVerifier.create(call)
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(TransportFailedException.class, failed -> {
                            assertThat(failed.kind()).isEqualTo(kind);
                            assertThat(failed.outcome()).isEqualTo(Outcome.NOT_SENT);
                            assertThat(failed).hasMessageNotContaining("wrong-password");
                        }))
                .verify(TIMEOUT);
        assertThat(server.requests()).isZero();
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("access.log"));
    }

    private void hasNoSecret(String text) {
        String key = api.simulator().apiKey();
        assertThat(text)
                .doesNotContain(key, "cls-confidential", "authorization")
                .doesNotContain(Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.US_ASCII)));
    }
}
