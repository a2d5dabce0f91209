package ai.extracta.deletions.acceptance;

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

/** A transport that is right but for one thing. */
@SuppressWarnings("ImmutableEnumChecker") // What they hold is made once and never changed.
enum Broken {
    RESENDS(
            named(
                    "faults: .*, maybe sent",
                    "policy: does not resend (after a|what met a) .*",
                    "proxy: .*, maybe sent",
                    "pool: gives nobody .*",
                    "lifecycle: fails what is (in flight|queued) .*"),
            (transport, request) -> transport
                    .exchange(request)
                    .onErrorResume(Broken::isMaybeSent, lost -> transport.exchange(request))),

    FOLLOWS_REDIRECTS(
            named("policy: does not follow .*"),
            (transport, request) -> transport.exchange(request).flatMap(response -> response.headers()
                    .first("location")
                    .map(location ->
                            transport.exchange(at(request, request.uri().resolve(location))))
                    .orElse(Mono.just(response)))),

    IGNORES_CANCEL(
            named(
                            "cancellation: closes .*",
                            "cancellation: never sends what was cancelled (while connecting|while it was queued)",
                            "faults: a (dripping|silent) server .*",
                            "storm: .*")
                    .andSometimes("cancellation: never sends what was cancelled at once"),
            (transport, request) -> Mono.create(sink -> detach(transport.exchange(request), sink))),

    SENDS_WHAT_WAS_CANCELLED_WHILE_QUEUED(
            named("cancellation: never sends what was cancelled (while connecting|while it was queued)", "storm: .*")
                    .andSometimes("cancellation: never sends what was cancelled at once"),
            (transport, request) -> Mono.create(sink -> {
                Announcement announcement = new Announcement(request.listener());
                Disposable call = detach(transport.exchange(heardBy(request, announcement)), sink);
                sink.onCancel(() -> {
                    if (announcement.made) {
                        call.dispose();
                    }
                });
            })),

    REPORTS_SENT_AS_NOT_SENT(
            named(
                    "faults: .*, maybe sent",
                    "policy: does not resend (after a|what met a) .*",
                    "proxy: .*, maybe sent",
                    "pool: gives nobody .*",
                    "lifecycle: fails what is (in flight|queued) .*",
                    "faults: (a body of 1 GiB|an endless) .*"),
            (transport, request) -> transport
                    .exchange(request)
                    .onErrorMap(
                            TransportException.class,
                            failure -> new TransportException(failure.kind(), false, "certainly not sent", failure))),

    LETS_NATIVE_EXCEPTIONS_OUT(
            named(
                    "faults: (?!an unasked).*(PROTOCOL|CONNECTION_LOST|TLS|DNS|CONNECT), .*",
                    "proxy: .* (CONNECT|CONNECTION_LOST|PROXY|TLS), .*",
                    "faults: a length beside chunks .*",
                    "faults: an endless .*",
                    "policy: does not resend (after a|what met a) .*",
                    "pool: gives nobody .*"),
            (transport, request) -> transport
                    .exchange(request)
                    .onErrorMap(failure -> failure.getCause() == null ? failure : failure.getCause())),

    IS_EAGER(
            named(
                            "cancellation: closes .*",
                            "cancellation: never sends what was cancelled (while connecting|while it was queued)",
                            "faults: a (dripping|silent) server .*",
                            "storm: .*",
                            "laziness: does nothing before .*",
                            "laziness: sends one request .*",
                            "pool: prefers .*")
                    .andSometimes(
                            "cancellation: never sends what was cancelled at once",
                            "lifecycle: fails what comes after .*"),
            (transport, request) -> {
                Mono<TransportResponse> begun = transport.exchange(request).cache();
                begun.subscribe(response -> {}, failure -> {});
                return begun;
            }),

    SHARES_STATE(
            named(
                            "cancellation: closes .*",
                            "cancellation: never sends what was cancelled (while connecting|while it was queued)",
                            "faults: a (dripping|silent) server .*",
                            "storm: .*",
                            "laziness: sends one request .*",
                            "pool: prefers .*")
                    .andSometimes("cancellation: never sends what was cancelled at once"),
            (transport, request) -> transport.exchange(request).cache()),

    NEVER_SAYS_THAT_IT_SENDS(
            named(
                            "(faults|proxy): .*, (maybe|not) sent",
                            "cancellation: never sends what was cancelled while it was queued",
                            "storm: .*")
                    .andSometimes("cancellation: never sends what was cancelled at once"),
            (transport, request) -> transport.exchange(heardBy(request, SendListener.NONE))),

    FAILS_ON_AN_ERROR_STATUS(
            named(
                    "faults: an answer before .*",
                    "policy: does not resend after [0-9].*",
                    "policy: takes any status .*",
                    "pool: uses a connection again after (4|5).*"),
            (transport, request) -> transport
                    .exchange(request)
                    .filter(response -> response.status() < 400)
                    .switchIfEmpty(Mono.error(() -> new TransportException(Kind.PROTOCOL, true, "an error status")))),

    HITS_A_BYSTANDER_WITH_A_LATE_CANCEL(
            named("cancellation: leaves the others alone", "storm: .*"), (UnaryFactory) settings -> {
                HttpTransport sound = NettyTransport.create(settings);
                return new Decorated(sound, new Bystanders()::exchange, sound.closeLater());
            }),

    SWALLOWS_THE_CAP(
            named(
                    "faults: a body (announced to be one byte|that turns out) .*",
                    "faults: a header of 64 KiB .*",
                    "faults: a thousand headers .*",
                    "faults: (a body of 1 GiB in|a body of 1 GiB without|an endless) .*"),
            settings -> NettyTransport.create(settings.toBuilder()
                    .maxResponseBytes(64 << 20)
                    .maxHeaderBytes(64 << 20)
                    .build())),

    IGNORES_THE_POOL_LIMIT(
            named("pool: opens .*", "cancellation: .* queued")
                    .andSometimes("lifecycle: fails what is queued .*", "storm: .*"),
            settings -> NettyTransport.create(
                    settings.toBuilder().maxConnections(1000).build())),

    NEVER_EVICTS(
            named("pool: closes idle .*").andSometimes("pool: loses no sparse .*"),
            settings -> NettyTransport.create(
                    settings.toBuilder().maxIdleTime(Duration.ofHours(1)).build())),

    LEAKS_CONNECTIONS(
            named("lifecycle: (fails what|ends) .*").andSometimes("lifecycle: closes its connections"),
            settings -> new Decorated(NettyTransport.create(settings), HttpTransport::exchange, Mono.empty())),

    CLOSES_WHAT_WAS_LENT(named("lifecycle: leaves others .*"), () -> new Lent()::transport);

    private final Red red;
    private final Supplier<UnaryFactory> factories;

    Broken(Red red, BiFunction<HttpTransport, TransportRequest, Mono<TransportResponse>> flaw) {
        this(red, (UnaryFactory) settings -> {
            HttpTransport sound = NettyTransport.create(settings);
            return new Decorated(sound, flaw, sound.closeLater());
        });
    }

    Broken(Red red, UnaryFactory factory) {
        this(red, () -> factory);
    }

    Broken(Red red, Supplier<UnaryFactory> factories) {
        this.red = red;
        this.factories = factories;
    }

    /** For one case. */
    UnaryFactory factory() {
        return factories.get();
    }

    private static Red named(String... promises) {
        return new Red(patterns(promises), List.of());
    }

    private static List<Pattern> patterns(String... promises) {
        return Arrays.stream(promises).map(Pattern::compile).toList();
    }

    /** Which cases are about what is wrong with it. */
    Red red() {
        return red;
    }

    /**
     * The cases that name a fault.
     *
     * @param always they fail
     * @param sometimes they fail if the fault comes at the wrong moment
     */
    record Red(List<Pattern> always, List<Pattern> sometimes) {

        Red andSometimes(String... promises) {
            return new Red(always, patterns(promises));
        }

        boolean isAlways(String promise) {
            return always.stream().anyMatch(pattern -> pattern.matcher(promise).matches());
        }

        boolean isSometimes(String promise) {
            return sometimes.stream()
                    .anyMatch(pattern -> pattern.matcher(promise).matches());
        }
    }

    /** Makes the transports of one case. */
    interface UnaryFactory {

        HttpTransport create(TransportSettings settings);
    }

    private record Decorated(
            HttpTransport sound,
            BiFunction<HttpTransport, TransportRequest, Mono<TransportResponse>> flaw,
            Mono<Void> closing)
            implements HttpTransport {

        @Override
        public Mono<TransportResponse> exchange(TransportRequest request) {
            return flaw.apply(sound, request);
        }

        @Override
        public Mono<Void> closeLater() {
            return closing;
        }
    }

    /** One transport for all who have the same settings. */
    private static final class Lent {

        private final Map<TransportSettings, HttpTransport> transports = new ConcurrentHashMap<>();

        HttpTransport transport(TransportSettings settings) {
            HttpTransport lent = transports.computeIfAbsent(settings, NettyTransport::create);
            return new Decorated(
                    lent,
                    HttpTransport::exchange,
                    Mono.fromRunnable(() -> transports.remove(settings)).then(lent.closeLater()));
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
                    hit(inFlight.poll());
                });
                sink.onDispose(() -> inFlight.remove(sink));
            });
        }

        private static void hit(MonoSink<TransportResponse> bystander) {
            if (bystander != null) {
                bystander.error(new TransportException(Kind.CONNECTION_LOST, true, "hit by another one's cancel"));
            }
        }
    }

    private static final class Announcement implements SendListener {

        private final SendListener other;
        private volatile boolean made;

        Announcement(SendListener other) {
            this.other = other;
        }

        @Override
        public void withheld() {
            other.withheld();
        }

        @Override
        public void sending() {
            made = true;
            other.sending();
        }
    }

    private static Disposable detach(Mono<TransportResponse> exchange, MonoSink<TransportResponse> sink) {
        return exchange.subscribe(sink::success, sink::error);
    }

    private static boolean isMaybeSent(Throwable failure) {
        return failure instanceof TransportException known && known.maybeSent();
    }

    private static TransportRequest at(TransportRequest request, URI uri) {
        return new TransportRequest(request.method(), uri, request.headers(), request.body(), request.listener());
    }

    private static TransportRequest heardBy(TransportRequest request, SendListener listener) {
        return new TransportRequest(request.method(), request.uri(), request.headers(), request.body(), listener);
    }
}
