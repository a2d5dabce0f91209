package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.testkit.HttpTransportContract;
import ai.extracta.deletions.testsupport.LogCapture;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.HttpVersion;
import ai.extracta.deletions.transport.TransportSettings;
import ai.extracta.deletions.transport.TransportSettings.Protocol;
import ai.extracta.deletions.transport.netty.NettyTransport;
import ch.qos.logback.classic.Level;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract over HTTP/2, by a gateway in front of its servers: each case that applies. */
class Http2ContractTest extends HttpTransportContract {

    /** NettyOfferingHttp2ContractTest has them: which version is spoken is decided later, or never. */
    private static final List<String> BEFORE_HTTP = List.of(
            "addresses: (?!does not ask|asks again|never sends).*",
            "proxy: .*",
            "faults: .* is (CONNECT|DNS|TLS), not sent",
            "faults: says why a certificate is not trusted",
            "cancellation: .* in the TLS handshake",
            "pool: .* over TLS",
            "wire: refuses line breaks in a header",
            "lifecycle: can be closed again, and without having been used",
            "lifecycle: fails what (is connecting when|comes after) it (is|was) closed, as not sent");

    /** What the gateway reads as the client, such as the end of a response. HTTP/2's own are in other tests. */
    private static final List<String> SYNTAX_OF_HTTP_1_1 = List.of(
            "faults: .* is PROTOCOL, maybe sent",
            "faults: an endless (head|line) is not read",
            "faults: a length beside chunks does not mix up responses",
            "pool: assigns surplus bytes to no other request",
            "pool: does not reuse a connection after two responses");

    /** HTTP/2 has no {@code keep-alive}, and lets calls share a connection instead of taking the last used. */
    private static final List<String> CONNECTIONS_OF_HTTP_1_1 = List.of(
            "pool: closes a connection before the announced keep-alive has passed",
            "pool: closes idle connections that the server would keep for longer",
            "pool: prefers the connection used last");

    private static ContractGateway gateway;

    private final Queue<HttpVersion> versions = new ConcurrentLinkedQueue<>();
    private LogCapture logs;

    @RegisterExtension
    static final ExecutionCondition APPLIES = context -> caseName(context)
            .flatMap(Http2ContractTest::notApplicable)
            .map(ConditionEvaluationResult::disabled)
            .orElse(ConditionEvaluationResult.enabled("applies to HTTP/2"));

    /** Neither the class nor one of its groups has one. */
    private static Optional<String> caseName(ExtensionContext context) {
        return context.getParent()
                .flatMap(ExtensionContext::getTestMethod)
                .map(group -> group.getName() + ": " + context.getDisplayName());
    }

    private static Optional<String> notApplicable(String name) {
        return Stream.of(BEFORE_HTTP, SYNTAX_OF_HTTP_1_1, CONNECTIONS_OF_HTTP_1_1)
                .flatMap(List::stream)
                .filter(pattern -> Pattern.matches(pattern, name))
                .findFirst();
    }

    @BeforeAll
    static void openGateway() throws SSLException {
        gateway = new ContractGateway(AbstractHttp2Test.CERTIFICATE);
    }

    @AfterAll
    static void closeGateway() {
        gateway.close();
    }

    @Override
    protected HttpTransport create(TransportSettings settings) {
        TransportSettings overHttp2 =
                settings.toBuilder().protocol(Protocol.HTTP_2_OR_1_1).build();
        HttpTransport toGateway = NettyTransport.create(overHttp2.toBuilder()
                .trust(List.of(AbstractHttp2Test.CERTIFICATE.certificate()))
                .build());
        HttpTransport toOthers = settings.trustManager().isPresent() ? NettyTransport.create(overHttp2) : toGateway;
        return new ContractGatewayTransport(toGateway, toOthers, gateway, versions::add);
    }

    @BeforeEach
    void captureLogs() {
        logs = LogCapture.capture(Level.INFO, java.util.logging.Level.CONFIG, LogCapture.ALL);
    }

    @AfterEach
    void speaksHttp2AndLogsNothing() {
        logs.close();
        assertThat(versions).as("versions of HTTP").isNotEmpty().containsOnly(HttpVersion.HTTP_2);
        assertThat(logs.lines())
                .as("what was logged above DEBUG")
                .filteredOn(line -> !line.contains(AbstractHttp2Test.FRAME_AFTER_A_RESET))
                .isEmpty();
    }
}
