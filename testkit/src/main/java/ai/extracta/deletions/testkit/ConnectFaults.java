package ai.extracta.deletions.testkit;

import static ai.extracta.deletions.transport.TransportException.Kind.CONNECT;
import static ai.extracta.deletions.transport.TransportException.Kind.DNS;
import static ai.extracta.deletions.transport.TransportException.Kind.TLS;

import ai.extracta.deletions.transport.TransportSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** What goes wrong before a request can be sent. */
final class ConnectFaults {

    private static final Duration SHORT = Duration.ofMillis(500);

    private ConnectFaults() {}

    static List<Fault> all() {
        return List.of(
                new Fault("a port where nobody listens", CONNECT, false, ConnectFaults::nobody),
                new Fault("a host that does not exist", DNS, false, ConnectFaults::nowhere),
                new Fault("a connection that is never accepted", CONNECT, false, ConnectFaults::neverAccepted),
                new Fault("a certificate that nobody vouches for", TLS, false, ConnectFaults::untrusted),
                new Fault(
                        "a certificate of another host",
                        TLS,
                        false,
                        trial -> tls(trial, ThrowAwayCertificate.OF_ANOTHER_HOST)),
                new Fault(
                        "a certificate that has expired",
                        TLS,
                        false,
                        trial -> tls(trial, ThrowAwayCertificate.EXPIRED)),
                new Fault("a server that does not speak TLS", TLS, false, trial -> overTls(plain(trial))),
                new Fault("a TLS handshake that is never answered", TLS, false, trial -> overTls(silent(trial))),
                new Fault("a hang-up during the TLS handshake", TLS, false, trial -> overTls(hangingUp(trial))),
                new Fault("a reset during the TLS handshake", TLS, false, trial -> overTls(resetting(trial))));
    }

    private static Fault.Target nobody(Trial trial) {
        ScriptedServer gone = trial.serve(actor -> {});
        gone.close();
        return Fault.Target.of(gone);
    }

    /** The top-level domain is reserved for this (RFC 6761 section 6.4). */
    private static Fault.Target nowhere(Trial trial) {
        return new Fault.Target(URI.create("https://nonexistent.invalid/"), TransportSettings.defaults());
    }

    private static Fault.Target neverAccepted(Trial trial) throws IOException {
        FullBacklog full = trial.keep(FullBacklog.fill());
        return new Fault.Target(
                full.uri("/deletions"),
                TransportSettings.builder().connectTimeout(SHORT).build());
    }

    private static Fault.Target untrusted(Trial trial) {
        return Fault.Target.of(trial.keep(
                ScriptedServer.startTls(ThrowAwayCertificate.VALID.serverSockets(), ScriptedServer.Actor::read)));
    }

    private static Fault.Target tls(Trial trial, ThrowAwayCertificate certificate) {
        ScriptedServer server =
                trial.keep(ScriptedServer.startTls(certificate.serverSockets(), ScriptedServer.Actor::read));
        return new Fault.Target(
                server.uri(),
                TransportSettings.builder()
                        .trust(List.of(certificate.authority()))
                        .build());
    }

    private static ScriptedServer plain(Trial trial) {
        return trial.serve(actor -> {
            actor.read(new byte[16 * 1024]);
            actor.write(RawAnswers.answer(400, ""));
            actor.hold();
        });
    }

    private static ScriptedServer silent(Trial trial) {
        return trial.serve(ScriptedServer.Actor::hold);
    }

    private static ScriptedServer hangingUp(Trial trial) {
        return trial.serve(actor -> actor.read(new byte[16 * 1024]));
    }

    private static ScriptedServer resetting(Trial trial) {
        return trial.serve(actor -> {
            actor.read(new byte[1]);
            actor.reset();
        });
    }

    private static Fault.Target overTls(ScriptedServer server) {
        return new Fault.Target(
                URI.create("https://127.0.0.1:" + server.port() + "/"),
                TransportSettings.builder().tlsHandshakeTimeout(SHORT).build());
    }
}
