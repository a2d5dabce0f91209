package ai.extracta.deletions.testkit;

import static ai.extracta.deletions.transport.TransportException.Kind.CONNECT;
import static ai.extracta.deletions.transport.TransportException.Kind.CONNECTION_LOST;
import static ai.extracta.deletions.transport.TransportException.Kind.PROXY;
import static ai.extracta.deletions.transport.TransportException.Kind.TLS;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A forward proxy opens a tunnel and learns nothing else; what it does wrong is said to be its fault. */
final class ProxyCases {

    private static final String USER = "proxy-user";
    private static final String PASSWORD = "proxy:pässword";
    private static final Duration SHORT = Duration.ofMillis(500);

    private ProxyCases() {}

    static List<ContractCase> all() {
        List<ContractCase> cases = new ArrayList<>(List.of(
                new ContractCase("tunnels with CONNECT", ProxyCases::tunnels),
                new ContractCase("tells the proxy its credentials, and nobody else", ProxyCases::credentials),
                new ContractCase("uses a tunnel again", ProxyCases::usesAgain),
                new ContractCase("sends nothing without TLS through a proxy", ProxyCases::noClearText)));
        List.of(
                        refusing(407, "proxy-authenticate: Basic realm=\"x\""),
                        refusing(403, "x-a: 1"),
                        refusing(502, "x-a: 1"),
                        new Fault("a proxy that is not there", CONNECT, false, ProxyCases::gone),
                        new Fault("a proxy that never accepts", CONNECT, false, ProxyCases::neverAccepting),
                        new Fault("a proxy that never answers", PROXY, false, ProxyCases::silent),
                        failing("a proxy that hangs up", ScriptedServer.Actor::readHead),
                        failing("a proxy that resets", actor -> {
                            actor.readHead();
                            actor.reset();
                        }),
                        failing("a proxy that talks nonsense", actor -> {
                            actor.readHead();
                            actor.write("nonsense\r\n\r\n");
                            actor.hold();
                        }),
                        new Fault(
                                "a proxy that hangs up during the TLS handshake",
                                TLS,
                                false,
                                trial -> through(trial, actor -> {
                                    actor.readHead();
                                    actor.write(Tunnel.ESTABLISHED);
                                })),
                        new Fault("a proxy that dies after the request", CONNECTION_LOST, true, ProxyCases::dying))
                .forEach(fault -> cases.add(fault.asCase()));
        return cases;
    }

    private static void tunnels(Trial trial) {
        ScriptedServer target = target(trial);
        Tunnel tunnel = new Tunnel();
        ScriptedServer proxy = trial.serve(tunnel::dig);
        Trial.answer(trial.transport(through(proxy).build()), target.uri("/secret"));
        assertThat(tunnel.heads()).singleElement().satisfies(head -> {
            assertThat(head.method()).isEqualTo("CONNECT");
            assertThat(head.target()).isEqualTo("127.0.0.1:" + target.port());
            assertThat(head.headers().all("authorization")).isEmpty();
            assertThat(head.headers().all("proxy-authorization")).isEmpty();
        });
        assertThat(tunnel.heard()).isNotEmpty().doesNotContain(Trial.KEY, "/secret", "cls-1");
        assertThat(target.requests()).singleElement().satisfies(request -> assertThat(request.header("authorization"))
                .contains("Bearer " + Trial.KEY));
    }

    private static void credentials(Trial trial) {
        ScriptedServer target = target(trial);
        Tunnel tunnel = new Tunnel();
        TransportSettings settings = through(trial.serve(tunnel::dig))
                .proxyCredentials(USER, PASSWORD.toCharArray())
                .build();
        Trial.answer(trial.transport(settings), target.uri());
        String expected = Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        assertThat(tunnel.heads()).singleElement().satisfies(head -> assertThat(
                        head.headers().all("proxy-authorization"))
                .containsExactly("Basic " + expected));
        assertThat(target.requests()).singleElement().satisfies(request -> assertThat(
                        request.headers().all("proxy-authorization"))
                .isEmpty());
    }

    private static void usesAgain(Trial trial) {
        ScriptedServer target = target(trial);
        Tunnel tunnel = new Tunnel();
        HttpTransport transport =
                trial.transport(through(trial.serve(tunnel::dig)).build());
        for (int i = 0; i < 3; i++) {
            Trial.answer(transport, target.uri());
        }
        assertThat(tunnel.heads()).hasSize(1);
        assertThat(target.connections()).isEqualTo(1);
    }

    /** The proxy would read the key. */
    private static void noClearText(Trial trial) {
        ScriptedServer target = trial.serve(ScriptedServer.answering(RawAnswers.ok("")));
        ScriptedServer proxy = trial.serve(new Tunnel()::dig);
        HttpTransport transport = trial.transport(through(proxy).build());
        Announcements announcements = new Announcements();
        TransportException failure = Trial.failure(transport.exchange(Trial.deletion(target.uri(), announcements)));
        assertThat(failure.kind()).isEqualTo(PROXY);
        assertThat(failure.maybeSent()).isFalse();
        assertThat(announcements.sendingCount()).isZero();
        assertThat(proxy.connections()).isZero();
        assertThat(target.connections()).isZero();
    }

    private static Fault refusing(int status, String field) {
        return failing("a proxy that says " + status, actor -> {
            actor.readHead();
            actor.write(RawAnswers.answer(status, "", field));
            actor.hold();
        });
    }

    private static Fault failing(String name, ScriptedServer.Script script) {
        return new Fault(name, PROXY, false, trial -> through(trial, script));
    }

    private static Fault.Target through(Trial trial, ScriptedServer.Script script) {
        return new Fault.Target(
                target(trial).uri(), through(trial.serve(script)).build());
    }

    private static Fault.Target gone(Trial trial) {
        ScriptedServer gone = trial.serve(actor -> {});
        gone.close();
        return new Fault.Target(target(trial).uri(), through(gone).build());
    }

    private static Fault.Target neverAccepting(Trial trial) throws IOException {
        FullBacklog full = trial.keep(FullBacklog.fill());
        return new Fault.Target(
                target(trial).uri(),
                through(full.uri("/").getPort()).connectTimeout(SHORT).build());
    }

    private static Fault.Target silent(Trial trial) {
        ScriptedServer silent = trial.serve(ScriptedServer.Actor::hold);
        return new Fault.Target(
                target(trial).uri(), through(silent).connectTimeout(SHORT).build());
    }

    private static Fault.Target dying(Trial trial) {
        Tunnel tunnel = new Tunnel();
        ScriptedServer target =
                trial.keep(ScriptedServer.startTls(ThrowAwayCertificate.VALID.serverSockets(), actor -> {
                    actor.read();
                    tunnel.collapse();
                    actor.hold();
                }));
        return new Fault.Target(target.uri(), through(trial.serve(tunnel::dig)).build());
    }

    private static ScriptedServer target(Trial trial) {
        return trial.keep(ScriptedServer.startTls(
                ThrowAwayCertificate.VALID.serverSockets(), ScriptedServer.answering(RawAnswers.ok(""))));
    }

    private static TransportSettings.Builder through(ScriptedServer proxy) {
        return through(proxy.port());
    }

    private static TransportSettings.Builder through(int proxyPort) {
        return TransportSettings.builder()
                .proxy(new InetSocketAddress(LoopbackServer.loopback(), proxyPort))
                .trust(List.of(ThrowAwayCertificate.VALID.authority()));
    }
}
