package ai.extracta.deletions.testkit;

import static ai.extracta.deletions.transport.TransportException.Kind.CLOSED;
import static ai.extracta.deletions.transport.TransportException.Kind.CONNECT;
import static ai.extracta.deletions.transport.TransportException.Kind.DNS;
import static ai.extracta.deletions.transport.TransportException.Kind.TLS;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.testkit.internal.LoopbackServer;
import ai.extracta.deletions.transport.HostResolver;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportResponse;
import ai.extracta.deletions.transport.TransportSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Which addresses a host has is for the resolver of the settings to say, and all of them are tried. */
final class AddressCases {

    /** Only the resolver of a case knows it (RFC 6761 section 6.4). */
    private static final String HOST = "only-the-resolver.invalid";

    private static final InetAddress SERVER = LoopbackServer.loopback();
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    private AddressCases() {}

    static List<ContractCase> all() {
        List<ContractCase> cases = new ArrayList<>(List.of(
                new ContractCase("asks the resolver for the host", AddressCases::asksTheResolver),
                new ContractCase("asks the resolver on a thread that may block", AddressCases::onAThreadOfItsOwn),
                new ContractCase("does not ask the resolver for an IP address", AddressCases::notForAnAddress),
                new ContractCase("asks again once a connection has ended", AddressCases::asksAgain),
                new ContractCase("uses the second address if the first refuses", AddressCases::secondAddress),
                new ContractCase("grants each address the connect timeout", AddressCases::timeoutPerAddress),
                new ContractCase("expects the certificate of the host, not of the address", AddressCases::certificate),
                new ContractCase(
                        "never sends what was cancelled in the resolver", AddressCases::cancelledInTheResolver),
                new ContractCase("fails what is in the resolver when it is closed", AddressCases::closed),
                new ContractCase("asks for the proxy, not for the host", AddressCases::resolvesTheProxy)));
        Stream.concat(unresolved(), unreachable())
                .map(FaultCase::toContractCase)
                .forEach(cases::add);
        return cases;
    }

    private static Stream<FaultCase> unresolved() {
        return Stream.of(
                unresolved("a resolver that knows no such host", host -> {
                    throw new UnknownHostException(host);
                }),
                unresolved("a resolver that throws", host -> {
                    throw new IllegalStateException("thrown by the contract");
                }),
                unresolved("a resolver that returns nothing", host -> List.of()),
                unresolved("a resolver that returns null", AddressCases::returnNull),
                unresolved("a resolver that hangs", waitingFor(new CountDownLatch(1))),
                new FaultCase("a proxy that cannot be resolved", DNS, false, AddressCases::unresolvedProxy));
    }

    @SuppressWarnings("NullAway") // on purpose
    private static List<InetAddress> returnNull(String host) {
        return null;
    }

    private static FaultCase.Target unresolvedProxy(ContractContext context) {
        return new FaultCase.Target(
                URI.create("https://127.0.0.1/"),
                resolving(RecordingResolver.returning())
                        .proxy(InetSocketAddress.createUnresolved(HOST, 3128))
                        .build());
    }

    private static FaultCase unresolved(String name, HostResolver resolver) {
        return new FaultCase(
                name,
                DNS,
                false,
                context -> new FaultCase.Target(
                        URI.create("http://" + HOST + "/"),
                        TransportSettings.builder()
                                .hostResolver(resolver)
                                .connectTimeout(TIMEOUT)
                                .build()));
    }

    /** Returns the address of the server, after a while. */
    private static HostResolver waitingFor(CountDownLatch latch) {
        return host -> {
            try {
                latch.await();
                return List.of(SERVER);
            } catch (InterruptedException e) {
                throw new UnknownHostException("interrupted");
            }
        };
    }

    private static Stream<FaultCase> unreachable() {
        return Stream.of(
                new FaultCase("a host whose addresses all refuse", CONNECT, false, context -> {
                    ScriptedServer closed = context.startServer(connection -> {});
                    closed.close();
                    return new FaultCase.Target(
                            uri("http", closed),
                            resolving(RecordingResolver.returning(loopback(2), SERVER))
                                    .build());
                }),
                new FaultCase("a certificate of the address only", TLS, false, context -> {
                    ScriptedServer server = context.closeAtEnd(ScriptedServer.startTls(
                            TestCertificate.VALID.serverSockets(), ScriptedServer.Connection::read));
                    return new FaultCase.Target(uri("https", server), trusting(TestCertificate.VALID));
                }));
    }

    private static void asksTheResolver(ContractContext context) {
        ScriptedServer server = context.startServer(ScriptedServer.answering(RawResponses.ok("")));
        RecordingResolver resolver = RecordingResolver.returning(SERVER);
        HttpTransport transport = context.transport(resolving(resolver).build());
        ContractContext.awaitResponse(transport, uri("http", server));
        assertThat(resolver.hosts()).containsExactly(HOST);
        assertThat(server.requests()).singleElement().satisfies(request -> assertThat(request.header("host"))
                .contains(HOST + ":" + server.port()));
    }

    private static void onAThreadOfItsOwn(ContractContext context) {
        ScriptedServer server = context.startServer(ScriptedServer.answering(RawResponses.ok("")));
        ScriptedServer otherServer = context.startServer(ScriptedServer.answering(RawResponses.ok("")));
        CountDownLatch subscribed = new CountDownLatch(1);
        RecordingResolver resolver = RecordingResolver.delegatingTo(waitingFor(subscribed));
        HttpTransport transport = context.transport(resolving(resolver).build());
        CompletableFuture<Thread> signalled = transport
                .exchange(ContractContext.deletion(uri("http", server)))
                .map(response -> Thread.currentThread())
                .toFuture();
        resolver.awaitLookup();
        ContractContext.awaitResponse(transport, otherServer.uri());
        subscribed.countDown();
        Thread signals = Mono.fromFuture(signalled).block(ContractContext.TIMEOUT);
        assertThat(resolver.threads()).doesNotContain(Thread.currentThread(), signals);
    }

    private static void notForAnAddress(ContractContext context) {
        ScriptedServer server = context.startServer(ScriptedServer.answering(RawResponses.ok("")));
        RecordingResolver resolver = RecordingResolver.returning(loopback(2));
        HttpTransport transport = context.transport(resolving(resolver).build());
        ContractContext.awaitResponse(transport, server.uri());
        // Whether this machine has the address or not.
        transport
                .exchange(ContractContext.deletion(URI.create("http://[::1]:" + server.port() + "/")))
                .onErrorComplete()
                .block(ContractContext.TIMEOUT);
        assertThat(resolver.hosts()).isEmpty();
    }

    private static void asksAgain(ContractContext context) {
        ScriptedServer server = context.startServer(connection -> {
            connection.read();
            connection.write(RawResponses.response(200, "", "connection: close"));
        });
        RecordingResolver resolver = RecordingResolver.returning(SERVER);
        HttpTransport transport = context.transport(resolving(resolver).build());
        ContractContext.awaitResponse(transport, uri("http", server));
        server.awaitOpen(0);
        context.awaitQuiescence(transport);
        ContractContext.awaitResponse(transport, uri("http", server));
        assertThat(resolver.hosts()).containsExactly(HOST, HOST);
    }

    private static void secondAddress(ContractContext context) {
        ScriptedServer server = context.startServer(ScriptedServer.answering(RawResponses.ok("")));
        HttpTransport transport = context.transport(
                resolving(RecordingResolver.returning(loopback(2), SERVER)).build());
        RecordingSendListener listener = new RecordingSendListener();
        TransportResponse response = ContractContext.awaitResponse(
                transport.exchange(ContractContext.deletion(uri("http", server), listener)));
        ContractContext.awaitResponse(transport, uri("http", server));
        assertThat(response.status()).isEqualTo(200);
        assertThat(listener.sendingCount()).isEqualTo(1);
        assertThat(server.requests()).hasSize(2);
        assertThat(server.connections()).isEqualTo(1);
    }

    private static void timeoutPerAddress(ContractContext context) throws Exception {
        ScriptedServer server = context.startServer(ScriptedServer.answering(RawResponses.ok("")));
        context.closeAtEnd(FullBacklog.fill(loopback(2), server.port()));
        HttpTransport transport = context.transport(resolving(RecordingResolver.returning(loopback(2), SERVER))
                .connectTimeout(TIMEOUT)
                .build());
        ContractContext.awaitResponse(transport, uri("http", server));
        assertThat(server.requests()).hasSize(1);
    }

    private static void certificate(ContractContext context) {
        ScriptedServer server = context.closeAtEnd(ScriptedServer.startTls(
                TestCertificate.OTHER_HOST.serverSockets(), ScriptedServer.answering(RawResponses.ok(""))));
        HttpTransport transport = context.transport(trusting(TestCertificate.OTHER_HOST));
        ContractContext.awaitResponse(
                transport, URI.create("https://" + TestCertificate.OTHER_HOST_NAME + ":" + server.port() + "/"));
    }

    private static void cancelledInTheResolver(ContractContext context) {
        ScriptedServer server = context.startServer(ScriptedServer.answering(RawResponses.ok("")));
        CountDownLatch cancelled = new CountDownLatch(1);
        RecordingResolver resolver = RecordingResolver.delegatingTo(waitingFor(cancelled));
        HttpTransport transport =
                context.transport(resolving(resolver).maxConnections(1).build());
        RecordingSendListener listener = new RecordingSendListener();
        Disposable exchange = transport
                .exchange(ContractContext.deletion(uri("http", server).resolve("/cancelled"), listener))
                .subscribe(unexpected -> {}, afterwards -> {});
        resolver.awaitLookup();
        exchange.dispose();
        cancelled.countDown();
        ContractContext.awaitResponse(transport, uri("http", server));
        context.awaitQuiescence(transport);
        assertThat(server.requests()).extracting(ReceivedRequest::target).containsExactly("/");
        assertThat(listener.sendingCount()).isZero();
    }

    /** Even if the resolver does not react to an interrupt. */
    private static void closed(ContractContext context) {
        CountDownLatch caseEnded = new CountDownLatch(1);
        context.closeAtEnd(caseEnded::countDown);
        RecordingResolver resolver = RecordingResolver.delegatingTo(ignoringInterrupts(waitingFor(caseEnded)));
        HttpTransport transport = context.transport(resolving(resolver).build());
        CompletableFuture<TransportResponse> response = transport
                .exchange(ContractContext.deletion(URI.create("http://" + HOST + "/")))
                .toFuture();
        resolver.awaitLookup();
        ContractContext.close(transport);
        TransportException failure = ContractContext.awaitFailure(Mono.fromFuture(response));
        assertThat(failure.kind()).isEqualTo(CLOSED);
        assertThat(failure.maybeSent()).isFalse();
    }

    private static HostResolver ignoringInterrupts(HostResolver resolver) {
        return host -> {
            while (true) {
                try {
                    return resolver.resolve(host);
                } catch (UnknownHostException interrupted) {
                    // It waits again.
                }
            }
        };
    }

    private static void resolvesTheProxy(ContractContext context) {
        ScriptedServer target = context.closeAtEnd(ScriptedServer.startTls(
                TestCertificate.OTHER_HOST.serverSockets(), ScriptedServer.answering(RawResponses.ok(""))));
        Tunnel tunnel = new Tunnel();
        ScriptedServer proxy = context.startServer(tunnel::connect);
        RecordingResolver resolver = RecordingResolver.returning(SERVER);
        HttpTransport transport = context.transport(resolving(resolver)
                .trust(List.of(TestCertificate.OTHER_HOST.authority()))
                .proxy(InetSocketAddress.createUnresolved(HOST, proxy.port()))
                .build());
        URI uri = URI.create("https://" + TestCertificate.OTHER_HOST_NAME + ":" + target.port() + "/");
        ContractContext.awaitResponse(transport, uri);
        assertThat(resolver.hosts()).containsExactly(HOST);
        assertThat(tunnel.heads()).extracting(RequestHead::target).containsExactly(uri.getAuthority());
    }

    private static URI uri(String scheme, ScriptedServer server) {
        return URI.create(scheme + "://" + HOST + ":" + server.port() + "/");
    }

    private static TransportSettings.Builder resolving(HostResolver resolver) {
        return TransportSettings.builder().hostResolver(resolver);
    }

    private static TransportSettings trusting(TestCertificate certificate) {
        return resolving(RecordingResolver.returning(SERVER))
                .trust(List.of(certificate.authority()))
                .build();
    }

    /** Nobody listens there unless a case does. */
    private static InetAddress loopback(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
