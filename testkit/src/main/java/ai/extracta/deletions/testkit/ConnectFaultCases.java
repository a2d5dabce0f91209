package ai.extracta.deletions.testkit;

import static ai.extracta.deletions.transport.TransportException.Kind.CONNECT;
import static ai.extracta.deletions.transport.TransportException.Kind.DNS;
import static ai.extracta.deletions.transport.TransportException.Kind.TLS;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Failures before a request is sent. */
final class ConnectFaultCases {

    private static final Duration TIMEOUT = Duration.ofMillis(500);

    private ConnectFaultCases() {}

    static List<FaultCase> all() {
        return List.of(
                new FaultCase("a port without a listener", CONNECT, false, ConnectFaultCases::refusedConnection),
                new FaultCase("an address without a route", CONNECT, false, context -> unroutable("http")),
                new FaultCase("an address without a route over TLS", CONNECT, false, context -> unroutable("https")),
                new FaultCase("a host that does not exist", DNS, false, ConnectFaultCases::unknownHost),
                new FaultCase(
                        "a connection that is never accepted", CONNECT, false, ConnectFaultCases::unacceptedConnection),
                new FaultCase("an untrusted certificate", TLS, false, ConnectFaultCases::untrusted),
                new FaultCase(
                        "a certificate of another host",
                        TLS,
                        false,
                        context -> tls(context, TestCertificate.OTHER_HOST)),
                new FaultCase(
                        "a certificate that has expired", TLS, false, context -> tls(context, TestCertificate.EXPIRED)),
                new FaultCase("a server that does not speak TLS", TLS, false, context -> overTls(plain(context))),
                new FaultCase("a TLS handshake without a response", TLS, false, context -> overTls(silent(context))),
                new FaultCase(
                        "a hang-up during the TLS handshake", TLS, false, context -> overTls(disconnecting(context))),
                new FaultCase("a reset during the TLS handshake", TLS, false, context -> overTls(resetting(context))));
    }

    private static FaultCase.Target refusedConnection(ContractContext context) {
        ScriptedServer closed = context.startServer(connection -> {});
        closed.close();
        return FaultCase.Target.of(closed);
    }

    /** No system routes TCP to the broadcast address. */
    private static FaultCase.Target unroutable(String scheme) {
        return new FaultCase.Target(URI.create(scheme + "://255.255.255.255/"), TransportSettings.defaults());
    }

    /** The top-level domain is reserved for this (RFC 6761 section 6.4). */
    private static FaultCase.Target unknownHost(ContractContext context) {
        return new FaultCase.Target(URI.create("https://nonexistent.invalid/"), TransportSettings.defaults());
    }

    private static FaultCase.Target unacceptedConnection(ContractContext context) throws IOException {
        FullBacklog backlog = context.closeAtEnd(FullBacklog.fill());
        return new FaultCase.Target(
                backlog.uri("/deletions"),
                TransportSettings.builder().connectTimeout(TIMEOUT).build());
    }

    private static FaultCase.Target untrusted(ContractContext context) {
        return FaultCase.Target.of(context.closeAtEnd(
                ScriptedServer.startTls(TestCertificate.VALID.serverSockets(), ScriptedServer.Connection::read)));
    }

    static void saysWhyUntrusted(ContractContext context) {
        FaultCase.Target target = untrusted(context);
        HttpTransport transport = context.transport(target.settings());
        TransportException failure =
                ContractContext.awaitFailure(transport.exchange(ContractContext.deletion(target.uri())));
        assertThat(failure).hasMessageContaining("unable to find valid certification path");
    }

    private static FaultCase.Target tls(ContractContext context, TestCertificate certificate) {
        ScriptedServer server = context.closeAtEnd(
                ScriptedServer.startTls(certificate.serverSockets(), ScriptedServer.Connection::read));
        return new FaultCase.Target(
                server.uri(),
                TransportSettings.builder()
                        .trust(List.of(certificate.authority()))
                        .build());
    }

    private static ScriptedServer plain(ContractContext context) {
        return context.startServer(connection -> {
            connection.read(new byte[16 * 1024]);
            connection.write(RawResponses.response(400, ""));
            connection.hold();
        });
    }

    private static ScriptedServer silent(ContractContext context) {
        return context.startServer(ScriptedServer.Connection::hold);
    }

    private static ScriptedServer disconnecting(ContractContext context) {
        return context.startServer(connection -> connection.read(new byte[16 * 1024]));
    }

    private static ScriptedServer resetting(ContractContext context) {
        return context.startServer(connection -> {
            connection.read(new byte[1]);
            connection.reset();
        });
    }

    private static FaultCase.Target overTls(ScriptedServer server) {
        return new FaultCase.Target(
                URI.create("https://127.0.0.1:" + server.port() + "/"),
                TransportSettings.builder().tlsHandshakeTimeout(TIMEOUT).build());
    }
}
