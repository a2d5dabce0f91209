package ai.extracta.deletions.acceptance;

import ai.extracta.deletions.transport.HostResolver;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.SendListener;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import ai.extracta.deletions.transport.TransportSettings;
import ai.extracta.deletions.transport.netty.NettyTransport;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** A transport with a single defect. */
@SuppressWarnings("ImmutableEnumChecker") // What they hold is made once and never changed.
enum BrokenTransport {
    RESENDS(
            failing(
                    "faults: .*, maybe sent",
                    "policy: does not resend (after a|what met a) .*",
                    "proxy: .*, maybe sent",
                    "pool: assigns surplus .*",
                    "lifecycle: fails what is (in flight|queued) .*"),
            (transport, request) -> transport
                    .exchange(request)
                    .onErrorResume(BrokenTransport::isMaybeSent, lost -> transport.exchange(request))),

    FOLLOWS_REDIRECTS(
            failing("policy: does not follow .*"),
            (transport, request) -> transport.exchange(request).flatMap(response -> response.headers()
                    .first("location")
                    .map(location ->
                            transport.exchange(withUri(request, request.uri().resolve(location))))
                    .orElse(Mono.just(response)))),

    IGNORES_CANCEL(
            failing(
                            "cancellation: closes .*",
                            "cancellation: never sends what was cancelled (while connecting|while it was queued)",
                            "addresses: never sends what was cancelled .*",
                            "faults: a (dripping|silent) server .*",
                            "retention: .* while queued",
                            "storm: .*")
                    .andSometimes("cancellation: never sends what was cancelled immediately"),
            (transport, request) -> Mono.create(sink -> detach(transport.exchange(request), sink))),

    SENDS_WHAT_WAS_CANCELLED_WHILE_QUEUED(
            failing(
                            "cancellation: never sends what was cancelled (while connecting|while it was queued)",
                            "addresses: never sends what was cancelled .*",
                            "retention: .* while queued",
                            "storm: .*")
                    .andSometimes("cancellation: never sends what was cancelled immediately"),
            (transport, request) -> Mono.create(sink -> {
                SendTracker tracker = new SendTracker(request.listener());
                Disposable call = detach(transport.exchange(withListener(request, tracker)), sink);
                sink.onCancel(() -> {
                    if (tracker.isSending) {
                        call.dispose();
                    }
                });
            })),

    REPORTS_SENT_AS_NOT_SENT(
            failing(
                            "faults: .*, maybe sent",
                            "policy: does not resend (after a|what met a) .*",
                            "proxy: .*, maybe sent",
                            "pool: assigns surplus .*",
                            "lifecycle: fails what is (in flight|queued) .*",
                            "faults: (a body of 1 GiB|an endless) .*",
                            "faults: says why .*")
                    .andSometimes("pool: survives .*", "proxy: sends the credentials .*"),
            (transport, request) -> transport
                    .exchange(request)
                    .onErrorMap(
                            TransportException.class,
                            failure -> new TransportException(failure.kind(), false, "certainly not sent", failure))),

    LEAKS_NATIVE_EXCEPTIONS(
            failing(
                            "faults: (?!an unrequested).*(PROTOCOL|CONNECTION_LOST|TLS|DNS|CONNECT), .*",
                            "proxy: .* (CONNECT|CONNECTION_LOST|PROXY|TLS), .*",
                            "addresses: .* is (DNS|CONNECT|TLS), .*",
                            "faults: a length beside chunks .*",
                            "faults: an endless .*",
                            "policy: does not resend (after a|what met a) .*",
                            "pool: assigns surplus .*",
                            "faults: says why .*",
                            "proxy: leaves the host name .*")
                    .andSometimes(
                            "cancellation: never sends what was cancelled in the TLS handshake",
                            "pool: survives .*",
                            "proxy: uses a tunnel again",
                            "addresses: asks for the proxy.*",
                            "proxy: sends the credentials .*"),
            (transport, request) -> transport
                    .exchange(request)
                    .onErrorMap(failure -> failure.getCause() == null ? failure : failure.getCause())),

    IS_EAGER(
            failing(
                            "cancellation: closes .*",
                            "cancellation: never sends what was cancelled (while connecting|while it was queued)",
                            "addresses: never sends what was cancelled .*",
                            "faults: a (dripping|silent) server .*",
                            "retention: .* while queued",
                            "storm: .*",
                            "laziness: does nothing before .*",
                            "laziness: sends one request .*",
                            "pool: prefers .*")
                    .andSometimes(
                            "cancellation: never sends what was cancelled immediately",
                            "lifecycle: fails what comes after .*",
                            "addresses: asks for the proxy.*",
                            "pool: survives .*"),
            (transport, request) -> {
                Mono<TransportResponse> started = transport.exchange(request).cache();
                started.subscribe(response -> {}, failure -> {});
                return started;
            }),

    SHARES_STATE(
            failing(
                            "cancellation: closes .*",
                            "cancellation: never sends what was cancelled (while connecting|while it was queued)",
                            "addresses: never sends what was cancelled .*",
                            "faults: a (dripping|silent) server .*",
                            "retention: .* while queued",
                            "storm: .*",
                            "laziness: sends one request .*",
                            "pool: prefers .*")
                    .andSometimes(
                            "cancellation: never sends what was cancelled immediately",
                            "pool: opens no more .*",
                            "pool: survives .*",
                            "proxy: sends the credentials .*"),
            (transport, request) -> transport.exchange(request).cache()),

    NEVER_SIGNALS_SENDING(
            failing(
                            "(faults|proxy|addresses): .*, (maybe|not) sent",
                            "addresses: uses the second .*",
                            "cancellation: never sends what was cancelled while it was queued",
                            "storm: .*")
                    .andSometimes("cancellation: never sends what was cancelled immediately"),
            (transport, request) -> transport.exchange(withListener(request, SendListener.NOOP))),

    FAILS_ON_AN_ERROR_STATUS(
            failing(
                    "faults: a response before .*",
                    "policy: does not resend after [0-9].*",
                    "policy: takes any status .*",
                    "pool: reuses a connection after (4|5).*"),
            (transport, request) -> transport
                    .exchange(request)
                    .filter(response -> response.status() < 400)
                    .switchIfEmpty(Mono.error(() -> new TransportException(Kind.PROTOCOL, true, "an error status")))),

    HITS_A_BYSTANDER_WITH_A_LATE_CANCEL(
            failing("cancellation: leaves the others alone", "storm: .*"), (TransportFactory) settings -> {
                HttpTransport sound = NettyTransport.create(settings);
                return new Decorated(sound, new Bystanders()::exchange, sound.closeLater());
            }),

    IGNORES_THE_SIZE_LIMIT(
            failing(
                    "faults: a body (announced to be one byte|that turns out) .*",
                    "faults: a header of 64 KiB .*",
                    "faults: a thousand headers .*",
                    "faults: (a body of 1 GiB in|a body of 1 GiB without|an endless) .*"),
            settings -> NettyTransport.create(settings.toBuilder()
                    .maxResponseBytes(64 << 20)
                    .maxHeaderBytes(64 << 20)
                    .build())),

    IGNORES_THE_POOL_LIMIT(
            failing("pool: opens .*", "cancellation: .* queued")
                    .andSometimes("lifecycle: fails what is queued .*", "storm: .*"),
            settings -> NettyTransport.create(
                    settings.toBuilder().maxConnections(1000).build())),

    NEVER_EVICTS(
            failing("pool: closes idle .*"),
            settings -> NettyTransport.create(
                    settings.toBuilder().maxIdleTime(Duration.ofHours(1)).build())),

    LEAKS_CONNECTIONS(
            failing("lifecycle: (fails what|ends) .*", "addresses: fails what .*")
                    .andSometimes("lifecycle: closes its connections"),
            settings -> new Decorated(NettyTransport.create(settings), HttpTransport::exchange, Mono.empty())),

    USES_THE_FIRST_ADDRESS_ONLY(
            failing("addresses: uses the second .*", "addresses: grants each address .*"),
            settings -> NettyTransport.create(settings.toBuilder()
                    .hostResolver(host -> settings.hostResolver().resolve(host).stream()
                            .limit(1)
                            .toList())
                    .build())),

    IGNORES_THE_RESOLVER(
            failing("addresses: (?!does not ask|.* is DNS, not sent).*"),
            settings -> NettyTransport.create(
                    settings.toBuilder().hostResolver(HostResolver.SYSTEM).build())),

    CLOSES_SHARED_TRANSPORTS(failing("lifecycle: leaves others .*"), () -> new SharedTransports()::transport);

    private final ExpectedFailures expectedFailures;
    private final Supplier<TransportFactory> factorySupplier;

    BrokenTransport(
            ExpectedFailures expectedFailures,
            BiFunction<HttpTransport, TransportRequest, Mono<TransportResponse>> flaw) {
        this(expectedFailures, (TransportFactory) settings -> {
            HttpTransport delegate = NettyTransport.create(settings);
            return new Decorated(delegate, flaw, delegate.closeLater());
        });
    }

    BrokenTransport(ExpectedFailures expectedFailures, TransportFactory factory) {
        this(expectedFailures, () -> factory);
    }

    BrokenTransport(ExpectedFailures expectedFailures, Supplier<TransportFactory> factorySupplier) {
        this.expectedFailures = expectedFailures;
        this.factorySupplier = factorySupplier;
    }

    /** For one case. */
    TransportFactory factory() {
        return factorySupplier.get();
    }

    private static ExpectedFailures failing(String... caseNames) {
        return new ExpectedFailures(patterns(caseNames), List.of());
    }

    private static List<Pattern> patterns(String... caseNames) {
        return Arrays.stream(caseNames).map(Pattern::compile).toList();
    }

    /** The cases that must detect the defect. */
    ExpectedFailures expectedFailures() {
        return expectedFailures;
    }

    /**
     * The cases that name a fault.
     *
     * @param always they fail
     * @param sometimes they fail if the fault comes at the wrong moment
     */
    record ExpectedFailures(List<Pattern> always, List<Pattern> sometimes) {

        ExpectedFailures andSometimes(String... caseNames) {
            return new ExpectedFailures(always, patterns(caseNames));
        }

        boolean isAlways(String caseName) {
            return always.stream().anyMatch(pattern -> pattern.matcher(caseName).matches());
        }

        boolean isSometimes(String caseName) {
            return sometimes.stream()
                    .anyMatch(pattern -> pattern.matcher(caseName).matches());
        }
    }

    /** Creates the transports of one case. */
    interface TransportFactory {

        HttpTransport create(TransportSettings settings);
    }

    private record Decorated(
            HttpTransport delegate,
            BiFunction<HttpTransport, TransportRequest, Mono<TransportResponse>> flaw,
            Mono<Void> onClose)
            implements HttpTransport {

        @Override
        public Mono<TransportResponse> exchange(TransportRequest request) {
            return flaw.apply(delegate, request);
        }

        @Override
        public Mono<Void> closeLater() {
            return onClose;
        }
    }

    /** One transport for all callers with the same settings. */
    private static final class SharedTransports {

        private final Map<TransportSettings, HttpTransport> transports = new ConcurrentHashMap<>();

        HttpTransport transport(TransportSettings settings) {
            HttpTransport shared = transports.computeIfAbsent(settings, NettyTransport::create);
            return new Decorated(
                    shared,
                    HttpTransport::exchange,
                    Mono.fromRunnable(() -> transports.remove(settings)).then(shared.closeLater()));
        }
    }

    private static final class Bystanders {

        private final Queue<MonoSink<TransportResponse>> inFlight = new ConcurrentLinkedQueue<>();

        Mono<TransportResponse> exchange(HttpTransport transport, TransportRequest request) {
            return Mono.create(sink -> {
                inFlight.add(sink);
                Disposable call = detach(transport.exchange(request), sink);
                sink.onCancel(() -> {
                    call.dispose();
                    inFlight.remove(sink);
                    failBystander(inFlight.poll());
                });
                sink.onDispose(() -> inFlight.remove(sink));
            });
        }

        private static void failBystander(MonoSink<TransportResponse> bystander) {
            if (bystander != null) {
                bystander.error(new TransportException(Kind.CONNECTION_LOST, true, "hit by another one's cancel"));
            }
        }
    }

    private static final class SendTracker implements SendListener {

        private final SendListener delegate;
        private volatile boolean isSending;

        SendTracker(SendListener delegate) {
            this.delegate = delegate;
        }

        @Override
        public void pending() {
            delegate.pending();
        }

        @Override
        public void sending() {
            isSending = true;
            delegate.sending();
        }
    }

    private static Disposable detach(Mono<TransportResponse> exchange, MonoSink<TransportResponse> sink) {
        return exchange.subscribe(sink::success, sink::error);
    }

    private static boolean isMaybeSent(Throwable failure) {
        return failure instanceof TransportException known && known.maybeSent();
    }

    private static TransportRequest withUri(TransportRequest request, URI uri) {
        return new TransportRequest(request.method(), uri, request.headers(), request.body(), request.listener());
    }

    private static TransportRequest withListener(TransportRequest request, SendListener listener) {
        return new TransportRequest(request.method(), request.uri(), request.headers(), request.body(), listener);
    }
}
