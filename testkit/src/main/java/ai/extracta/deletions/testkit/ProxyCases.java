package ai.extracta.deletions.testkit;

import static ai.extracta.deletions.transport.TransportException.Kind.CONNECT;
import static ai.extracta.deletions.transport.TransportException.Kind.CONNECTION_LOST;
import static ai.extracta.deletions.transport.TransportException.Kind.PROXY;
import static ai.extracta.deletions.transport.TransportException.Kind.TLS;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.testkit.internal.LoopbackServer;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A forward proxy opens a tunnel and learns nothing else; its failures are reported as its own. */
final class ProxyCases {

    private static final String USER = "proxy-user";
    private static final String PASSWORD = "proxy:pässword";
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    private ProxyCases() {}

    static List<ContractCase> all() {
        List<ContractCase> cases = new ArrayList<>(List.of(
                new ContractCase("tunnels with CONNECT", ProxyCases::tunnels),
                new ContractCase("sends the credentials of the proxy to the proxy only", ProxyCases::credentials),
                new ContractCase("uses a tunnel again", ProxyCases::reusesTunnel),
                new ContractCase("leaves the host name to the proxy", ProxyCases::unresolved),
                new ContractCase("sends nothing without TLS through a proxy", ProxyCases::noCleartext)));
        List.of(
                        refusing(407, "proxy-authenticate: Basic realm=\"x\""),
                        refusing(403, "x-a: 1"),
                        refusing(502, "x-a: 1"),
                        new FaultCase("a proxy that is not there", CONNECT, false, ProxyCases::closedProxy),
                        new FaultCase("a proxy that never accepts", CONNECT, false, ProxyCases::neverAccepting),
                        new FaultCase("a proxy that never responds", PROXY, false, ProxyCases::silent),
                        failing("a proxy that hangs up", ScriptedServer.Connection::readHead),
                        failing("a proxy that resets", connection -> {
                            connection.readHead();
                            connection.reset();
                        }),
                        failing("a proxy that sends garbage", connection -> {
                            connection.readHead();
                            connection.write("nonsense\r\n\r\n");
                            connection.hold();
                        }),
                        new FaultCase(
                                "a proxy that hangs up during the TLS handshake",
                                TLS,
                                false,
                                context -> through(context, connection -> {
                                    connection.readHead();
                                    connection.write(Tunnel.ESTABLISHED);
                                })),
                        new FaultCase(
                                "a proxy that dies after the request", CONNECTION_LOST, true, ProxyCases::tunnelLost))
                .forEach(fault -> cases.add(fault.toContractCase()));
        return cases;
    }

    private static void tunnels(ContractContext context) {
        ScriptedServer target = target(context);
        Tunnel tunnel = new Tunnel();
        ScriptedServer proxy = context.startServer(tunnel::connect);
        ContractContext.awaitResponse(context.transport(through(proxy).build()), target.uri("/secret"));
        assertThat(tunnel.heads()).singleElement().satisfies(head -> {
            assertThat(head.method()).isEqualTo("CONNECT");
            assertThat(head.target()).isEqualTo("127.0.0.1:" + target.port());
            assertThat(head.headers().all("authorization")).isEmpty();
            assertThat(head.headers().all("proxy-authorization")).isEmpty();
        });
        assertThat(tunnel.received()).isNotEmpty().doesNotContain(ContractContext.KEY, "/secret", "cls-1");
        assertThat(target.requests()).singleElement().satisfies(request -> assertThat(request.header("authorization"))
                .contains("Bearer " + ContractContext.KEY));
    }

    private static void credentials(ContractContext context) {
        ScriptedServer target = target(context);
        Tunnel tunnel = new Tunnel();
        TransportSettings settings = through(context.startServer(tunnel::connect))
                .proxyCredentials(USER, PASSWORD.toCharArray())
                .build();
        ContractContext.awaitResponse(context.transport(settings), target.uri());
        String expected = Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        assertThat(tunnel.heads()).singleElement().satisfies(head -> assertThat(
                        head.headers().all("proxy-authorization"))
                .containsExactly("Basic " + expected));
        assertThat(target.requests()).singleElement().satisfies(request -> assertThat(
                        request.headers().all("proxy-authorization"))
                .isEmpty());
    }

    private static void reusesTunnel(ContractContext context) {
        ScriptedServer target = target(context);
        Tunnel tunnel = new Tunnel();
        HttpTransport transport =
                context.transport(through(context.startServer(tunnel::connect)).build());
        for (int i = 0; i < 3; i++) {
            ContractContext.awaitResponse(transport, target.uri());
        }
        assertThat(tunnel.heads()).hasSize(1);
        assertThat(target.connections()).isEqualTo(1);
    }

    /** The proxy would read the key. */
    private static void noCleartext(ContractContext context) {
        ScriptedServer target = context.startServer(ScriptedServer.answering(RawResponses.ok("")));
        ScriptedServer proxy = context.startServer(new Tunnel()::connect);
        HttpTransport transport = context.transport(through(proxy).build());
        RecordingSendListener listener = new RecordingSendListener();
        TransportException failure =
                ContractContext.awaitFailure(transport.exchange(ContractContext.deletion(target.uri(), listener)));
        assertThat(failure.kind()).isEqualTo(PROXY);
        assertThat(failure.maybeSent()).isFalse();
        assertThat(listener.sendingCount()).isZero();
        assertThat(proxy.connections()).isZero();
        assertThat(target.connections()).isZero();
    }

    /** Behind a proxy, the host is often one that only the proxy can resolve. */
    private static void unresolved(ContractContext context) {
        List<String> targets = new CopyOnWriteArrayList<>();
        ScriptedServer proxy = context.startServer(connection -> {
            targets.add(connection.readHead().target());
            connection.write(RawResponses.response(403, "", "x-a: 1"));
        });
        HttpTransport transport = context.transport(through(proxy).build());
        TransportException failure = ContractContext.awaitFailure(
                transport.exchange(ContractContext.deletion(URI.create("https://only-the-proxy.invalid/"))));
        assertThat(failure.kind()).isEqualTo(PROXY);
        assertThat(targets).containsExactly("only-the-proxy.invalid:443");
    }

    private static FaultCase refusing(int status, String field) {
        return failing("a proxy that responds with " + status, connection -> {
            connection.readHead();
            connection.write(RawResponses.response(status, "", field));
            connection.hold();
        });
    }

    private static FaultCase failing(String name, ScriptedServer.Script script) {
        return new FaultCase(name, PROXY, false, context -> through(context, script));
    }

    private static FaultCase.Target through(ContractContext context, ScriptedServer.Script script) {
        return new FaultCase.Target(
                target(context).uri(), through(context.startServer(script)).build());
    }

    private static FaultCase.Target closedProxy(ContractContext context) {
        ScriptedServer closed = context.startServer(connection -> {});
        closed.close();
        return new FaultCase.Target(target(context).uri(), through(closed).build());
    }

    private static FaultCase.Target neverAccepting(ContractContext context) throws IOException {
        FullBacklog backlog = context.closeAtEnd(FullBacklog.fill());
        return new FaultCase.Target(
                target(context).uri(),
                through(backlog.uri("/").getPort()).connectTimeout(TIMEOUT).build());
    }

    private static FaultCase.Target silent(ContractContext context) {
        ScriptedServer silent = context.startServer(ScriptedServer.Connection::hold);
        return new FaultCase.Target(
                target(context).uri(), through(silent).connectTimeout(TIMEOUT).build());
    }

    private static FaultCase.Target tunnelLost(ContractContext context) {
        Tunnel tunnel = new Tunnel();
        ScriptedServer target =
                context.closeAtEnd(ScriptedServer.startTls(TestCertificate.VALID.serverSockets(), connection -> {
                    connection.read();
                    tunnel.close();
                    connection.hold();
                }));
        return new FaultCase.Target(
                target.uri(), through(context.startServer(tunnel::connect)).build());
    }

    private static ScriptedServer target(ContractContext context) {
        return context.closeAtEnd(ScriptedServer.startTls(
                TestCertificate.VALID.serverSockets(), ScriptedServer.answering(RawResponses.ok(""))));
    }

    private static TransportSettings.Builder through(ScriptedServer proxy) {
        return through(proxy.port());
    }

    private static TransportSettings.Builder through(int proxyPort) {
        return TransportSettings.builder()
                .proxy(new InetSocketAddress(LoopbackServer.loopback(), proxyPort))
                .trust(List.of(TestCertificate.VALID.authority()));
    }
}
