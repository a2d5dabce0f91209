package ai.extracta.deletions.spring;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** The properties of the proxy and of TLS, and what is said if they do not fit. */
class ConnectionPropertiesTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String SECRET = "s3cret-0123456789";

    @TempDir
    private static Path folder;

    private static SelfSignedCertificate server;
    private static SelfSignedCertificate client;

    private final ExtractaSimulator simulator = ExtractaSimulator.start();
    private TlsServer api;

    private final ApplicationContextRunner plain = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(DeletionsAutoConfiguration.class, SslAutoConfiguration.class))
            .withPropertyValues(
                    "extracta.deletions.api-key=" + simulator.apiKey(),
                    "extracta.deletions.transport=netty",
                    "extracta.deletions.retry.policy=none");

    private ApplicationContextRunner runner;

    @BeforeAll
    static void createCertificates() throws Exception {
        server = SelfSignedCertificate.create(folder, "server");
        client = SelfSignedCertificate.create(folder, "client");
    }

    @BeforeEach
    void start() throws Exception {
        simulator.seed(1, 1, 1);
        api = TlsServer.start(simulator, server, client);
        runner = plain.withPropertyValues("extracta.deletions.base-uri=" + api.baseUri());
    }

    @AfterEach
    void stop() {
        api.close();
        simulator.close();
    }

    private static String[] trusting(SelfSignedCertificate certificate) throws Exception {
        return new String[] {
            "spring.ssl.bundle.pem.api.truststore.certificate=file:" + certificate.pem(),
            "extracta.deletions.ssl.bundle=api"
        };
    }

    private static String[] bundleWithKeys(Path keyStore, String... more) {
        String[] common = {
            "spring.ssl.bundle.jks.api.keystore.location=file:" + keyStore,
            "spring.ssl.bundle.jks.api.keystore.password=" + SelfSignedCertificate.PASSWORD,
            "spring.ssl.bundle.jks.api.keystore.type=PKCS12",
            "spring.ssl.bundle.jks.api.truststore.location=file:" + server.store(),
            "spring.ssl.bundle.jks.api.truststore.password=" + SelfSignedCertificate.PASSWORD,
            "spring.ssl.bundle.jks.api.truststore.type=PKCS12",
            "extracta.deletions.ssl.bundle=api"
        };
        return Stream.of(common, more).flatMap(Arrays::stream).toArray(String[]::new);
    }

    private static Mono<DeletionReceipt> call(ApplicationContext context) {
        return context.getBean(ClassificationDeletions.class).deleteClassification("cls-1");
    }

    private static void deletes(ApplicationContext context) {
        StepVerifier.create(call(context)).expectNextCount(1).expectComplete().verify(TIMEOUT);
    }

    @Test
    void http2IsOfferedIfTheProtocolSaysSo() throws Exception {
        runner.withPropertyValues(trusting(server)).run(ConnectionPropertiesTest::deletes);
        assertThat(api.offers()).isEmpty();

        runner.withPropertyValues(trusting(server))
                .withPropertyValues("extracta.deletions.protocol=http-2-or-1-1")
                .run(context -> StepVerifier.create(
                                context.getBean(ClassificationDeletions.class).deleteBatch("cls-1", "batch-1"))
                        .expectError()
                        .verify(TIMEOUT));
        assertThat(api.offers()).containsExactly(List.of("h2", "http/1.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"netty", "vertx"})
    void aBundleOfKeyStoresIsTrustedAndItsKeyIsTheClientCertificate(String transport) {
        runner.withPropertyValues(bundleWithKeys(client.store()))
                .withPropertyValues("extracta.deletions.transport=" + transport)
                .run(ConnectionPropertiesTest::deletes);

        assertThat(api.clients()).containsExactly("CN=client");
        assertThat(simulator.deletions()).hasSize(1);
    }

    @Test
    void aBundleOfPemFilesIsTrustedAndItsKeyIsTheClientCertificate() throws Exception {
        runner.withPropertyValues(trusting(server))
                .withPropertyValues(
                        "spring.ssl.bundle.pem.api.keystore.certificate=file:" + client.pem(),
                        "spring.ssl.bundle.pem.api.keystore.private-key=file:" + client.keyPem())
                .run(ConnectionPropertiesTest::deletes);

        assertThat(api.clients()).containsExactly("CN=client");
        assertThat(simulator.deletions()).hasSize(1);
    }

    @Test
    void aBundleWithoutAKeyPresentsNoCertificate() throws Exception {
        runner.withPropertyValues(trusting(server)).run(ConnectionPropertiesTest::deletes);

        assertThat(api.clients()).containsExactly("");
    }

    @Test
    void anAliasChoosesAmongSeveralKeys(@TempDir Path several) throws Exception {
        Path store = SelfSignedCertificate.create(several, "first").store();
        SelfSignedCertificate.addKey(store, "second");
        String[] bundle = bundleWithKeys(store);

        runner.withPropertyValues(bundle)
                .withPropertyValues("spring.ssl.bundle.jks.api.key.alias=second")
                .run(context -> assertThat(settings(context)).hasValueSatisfying(settings -> assertThat(
                                settings.keyManager().orElseThrow().getClientAliases("EC", null))
                        .hasSize(1)));
        assertThat(analysis(runner.withPropertyValues(bundle)).getDescription())
                .startsWith("extracta.deletions.ssl.bundle=api: its key store has 2 keys [first, second]");
        assertThat(analysis(runner.withPropertyValues(bundle)
                                .withPropertyValues("spring.ssl.bundle.jks.api.key.alias=third"))
                        .getDescription())
                .contains("third");
    }

    @Test
    void aServerThatTheBundleDoesNotTrustGetsNothing() throws Exception {
        runner.withPropertyValues(trusting(client)).run(context -> StepVerifier.create(call(context))
                .expectErrorSatisfies(failure -> {
                    assertThat(failure).isInstanceOf(TransportFailedException.class);
                    assertThat(((TransportFailedException) failure).kind()).isEqualTo(Kind.TLS);
                    assertThat(((TransportFailedException) failure).outcome()).isEqualTo(Outcome.NOT_SENT);
                })
                .verify(TIMEOUT));

        assertThat(simulator.requests()).isEmpty();
    }

    @Test
    void theTrustStoreOfTheBundleReplacesThatOfTheJvm() throws Exception {
        runner.withPropertyValues(trusting(server))
                .run(context -> assertThat(settings(context)).hasValueSatisfying(settings -> assertThat(
                                settings.trustManager().orElseThrow().getAcceptedIssuers())
                        .hasSize(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"netty", "vertx"})
    void everyConnectionIsTunnelledThroughTheProxyWithItsCredentials(String transport) throws Exception {
        try (ConnectProxy proxy = new ConnectProxy()) {
            runner.withPropertyValues(trusting(server))
                    .withPropertyValues(
                            "extracta.deletions.transport=" + transport,
                            "extracta.deletions.proxy.host=127.0.0.1",
                            "extracta.deletions.proxy.port=" + proxy.port(),
                            "extracta.deletions.proxy.username=service",
                            "extracta.deletions.proxy.password=" + SECRET)
                    .run(ConnectionPropertiesTest::deletes);

            String credentials =
                    Base64.getEncoder().encodeToString(("service:" + SECRET).getBytes(StandardCharsets.UTF_8));
            assertThat(proxy.heads()).singleElement().satisfies(head -> assertThat(head)
                    .startsWith("CONNECT " + api.baseUri().getAuthority() + " ")
                    .containsIgnoringCase("\r\nproxy-authorization: Basic " + credentials + "\r\n"));
        }
        assertThat(simulator.deletions()).hasSize(1);
    }

    @Test
    void thePropertiesOfThePageDeleteThroughAProxyWithAClientCertificate() throws Exception {
        try (ConnectProxy proxy = new ConnectProxy()) {
            runner.withPropertyValues(page("spring.ssl.", "extracta.deletions.ssl.", "extracta.deletions.proxy."))
                    .withPropertyValues(
                            "PROXY_PASSWORD=" + SECRET,
                            "extracta.deletions.proxy.host=127.0.0.1",
                            "extracta.deletions.proxy.port=" + proxy.port(),
                            "spring.ssl.bundle.pem.company.truststore.certificate=file:" + server.pem(),
                            "spring.ssl.bundle.pem.company.keystore.certificate=file:" + client.pem(),
                            "spring.ssl.bundle.pem.company.keystore.private-key=file:" + client.keyPem())
                    .run(ConnectionPropertiesTest::deletes);

            assertThat(proxy.heads()).hasSize(1);
        }
        assertThat(api.clients()).containsExactly("CN=client");
    }

    private static String[] page(String... prefixes) throws IOException {
        Properties page = PropertiesLoaderUtils.loadProperties(new ClassPathResource("spring-page.properties"));
        return page.stringPropertyNames().stream()
                .filter(name -> Stream.of(prefixes).anyMatch(name::startsWith))
                .map(name -> name + "=" + page.getProperty(name))
                .toArray(String[]::new);
    }

    @Test
    void aProxyIsResolvedWhenAConnectionIsOpened() {
        runner.withPropertyValues("extracta.deletions.proxy.host=proxy.example", "extracta.deletions.proxy.port=3128")
                .run(context -> assertThat(settings(context)).hasValueSatisfying(settings -> {
                    assertThat(settings.proxy()).hasValue(InetSocketAddress.createUnresolved("proxy.example", 3128));
                    assertThat(settings.proxyCredentials()).isEmpty();
                    assertThat(settings.trustManager()).isEmpty();
                }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "proxy_1", "proxy.example."})
    void anAddressIsAHostToo(String host) {
        runner.withPropertyValues("extracta.deletions.proxy.host=" + host, "extracta.deletions.proxy.port=3128")
                .run(context -> assertThat(settings(context).orElseThrow().proxy())
                        .hasValueSatisfying(
                                proxy -> assertThat(proxy.getHostString()).isEqualTo(host)));
    }

    @Test
    void emptyPropertiesAreNotSet() {
        runner.withPropertyValues(
                        "extracta.deletions.proxy.host=",
                        "extracta.deletions.proxy.port=",
                        "extracta.deletions.proxy.username=",
                        "extracta.deletions.proxy.password=",
                        "extracta.deletions.ssl.bundle=")
                .run(context -> assertThat(settings(context)).isEmpty());
    }

    @Test
    void settingsOfACustomizerReplaceThoseOfTheProperties() throws Exception {
        TransportSettings own = TransportSettings.builder()
                .trustOnly(List.of((X509Certificate) server.load().getCertificate("server")))
                .build();
        runner.withPropertyValues("extracta.deletions.proxy.host=127.0.0.1", "extracta.deletions.proxy.port=9")
                .withBean(
                        ClassificationDeletionsBuilderCustomizer.class, () -> builder -> builder.transportSettings(own))
                .run(ConnectionPropertiesTest::deletes);

        assertThat(simulator.deletions()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "host=proxy.example, proxy.port is not set",
        "port=3128, proxy.host is not set",
        "username=service, proxy.password is not set",
        "password=" + SECRET + ", proxy.username is not set"
    })
    void halfAProxyIsReported(String property, String problem) {
        assertThat(analysis(runner.withPropertyValues("extracta.deletions.proxy." + property))
                        .getDescription())
                .startsWith("extracta.deletions.proxy.")
                .contains(problem)
                .doesNotContain(SECRET);
    }

    @Test
    void credentialsWithoutAProxyAreReported() {
        assertThat(analysis(runner.withPropertyValues(
                                "extracta.deletions.proxy.username=service",
                                "extracta.deletions.proxy.password=" + SECRET))
                        .getDescription())
                .contains("proxy.host is not set")
                .doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://service:" + SECRET + "@proxy.example", "proxy.example:3128", "proxy example", "[::1]"})
    void aHostThatIsMoreThanAHostIsReportedButNotRepeated(String host) {
        FailureAnalysis analysis = analysis(runner.withPropertyValues(
                "extracta.deletions.proxy.host=" + host, "extracta.deletions.proxy.port=3128"));

        assertThat(analysis.getDescription())
                .startsWith("extracta.deletions.proxy.host is neither")
                .doesNotContain(SECRET);
        assertThat(analysis.getAction()).contains("without scheme");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65_536})
    void aPortThatDoesNotExistIsReported(int port) {
        assertThat(analysis(runner.withPropertyValues(
                                "extracta.deletions.proxy.host=proxy.example", "extracta.deletions.proxy.port=" + port))
                        .getDescription())
                .isEqualTo("extracta.deletions.proxy.port is " + port + "; it must be from 1 to 65535.");
    }

    @Test
    void credentialsThatBasicCannotTransferAreReportedButNotRepeated() {
        assertThat(analysis(runner.withPropertyValues(
                                "extracta.deletions.proxy.host=proxy.example",
                                "extracta.deletions.proxy.port=3128",
                                "extracta.deletions.proxy.username=a:" + SECRET,
                                "extracta.deletions.proxy.password=" + SECRET))
                        .getDescription())
                .startsWith("extracta.deletions.proxy.username, extracta.deletions.proxy.password: ")
                .doesNotContain(SECRET);
    }

    @Test
    void aMissingBundleIsReportedWithThoseThatThereAre() throws Exception {
        FailureAnalysis analysis = analysis(
                runner.withPropertyValues(trusting(server)).withPropertyValues("extracta.deletions.ssl.bundle=apo"));

        assertThat(analysis.getDescription())
                .isEqualTo("extracta.deletions.ssl.bundle=apo: there is no SSL bundle of that name; there are [api].");
        assertThat(analysis.getAction()).contains("spring.ssl.bundle.pem.apo.truststore.certificate=");
    }

    @Test
    void withoutSpringBootsBundlesTheirConfigurationIsNamed() {
        ApplicationContextRunner without = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(DeletionsAutoConfiguration.class))
                .withPropertyValues("extracta.deletions.api-key=key", "extracta.deletions.ssl.bundle=api");

        assertThat(analysis(without).getDescription()).contains("SslAutoConfiguration is excluded");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"options.ciphers=TLS_AES_128_GCM_SHA256", "options.enabled-protocols=TLSv1.3", "protocol=TLSv1.2"
            })
    void whatTheClientCannotTakeFromABundleIsReported(String property) throws Exception {
        assertThat(analysis(runner.withPropertyValues(trusting(server))
                                .withPropertyValues("spring.ssl.bundle.pem.api." + property))
                        .getDescription())
                .startsWith("extracta.deletions.ssl.bundle=api: it sets 'options' or 'protocol'");
    }

    @Test
    void aKeyThatDoesNotOpenIsReportedWithoutItsPassword() {
        assertThat(analysis(runner.withPropertyValues(
                                bundleWithKeys(client.store(), "spring.ssl.bundle.jks.api.key.password=" + SECRET)))
                        .getDescription())
                .startsWith("extracta.deletions.ssl.bundle=api: ")
                .doesNotContain(SECRET, SelfSignedCertificate.PASSWORD);
    }

    @Test
    void noTextOfThePropertiesHasThePassword() {
        runner.withPropertyValues(
                        "extracta.deletions.proxy.host=proxy.example",
                        "extracta.deletions.proxy.port=3128",
                        "extracta.deletions.proxy.username=service",
                        "extracta.deletions.proxy.password=" + SECRET)
                .run(context -> {
                    DeletionsProperties properties = context.getBean(DeletionsProperties.class);
                    assertThat(properties + " " + properties.proxy() + settings(context))
                            .contains("proxy.example")
                            .doesNotContain(SECRET);
                });
    }

    private static Optional<TransportSettings> settings(ApplicationContext context) {
        return new TransportSettingsFactory(
                        context.getBean(DeletionsProperties.class), context.getBeanProvider(SslBundles.class))
                .create();
    }

    private static FailureAnalysis analysis(ApplicationContextRunner runner) {
        FailureAnalysis[] analysis = new FailureAnalysis[1];
        runner.run(context -> analysis[0] = DeletionsFailureAnalyzerTest.analyze(context.getStartupFailure()));
        return analysis[0];
    }
}
