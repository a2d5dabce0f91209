package ai.extracta.deletions;

import static ai.extracta.deletions.FakeTransport.refuses;
import static ai.extracta.deletions.FakeTransport.responds;
import static ai.extracta.deletions.FakeTransport.succeeds;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.transport.TransportException.Kind;
import io.micrometer.context.ContextRegistry;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.util.context.Context;

/** Thread locals and results in the events of a call, whichever thread they come on. */
@Isolated("automatic context propagation is global")
class ListenerContextTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String KEY = "trace";
    private static final ThreadLocal<String> TRACE = new ThreadLocal<>();

    private final Fixture fixture = new Fixture();

    @BeforeAll
    static void enable() {
        ContextRegistry.getInstance().registerThreadLocalAccessor(KEY, TRACE);
        Hooks.enableAutomaticContextPropagation();
    }

    @AfterAll
    static void disable() {
        Hooks.disableAutomaticContextPropagation();
        ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
    }

    @Test
    void everyEventHasTheThreadLocalsOfTheCall() {
        Set<String> seen = new ConcurrentSkipListSet<>();
        fixture.listener((request, context) -> new Recording(seen))
                .policy(RetryPolicy.safe())
                .transport
                .then(elsewhere(refuses(429, "retry-after", "0")))
                .then(elsewhere(succeeds()));

        Mono<DeletionReceipt> call = fixture.client()
                .delete(Fixture.REQUEST)
                .doOnNext(receipt -> seen.add("downstream " + TRACE.get()))
                .contextWrite(Context.of(KEY, "t-1"));

        StepVerifier.create(call)
                .then(() -> {
                    spinUntil(() -> seen.contains("retrying t-1"));
                    spinUntil(() -> {
                        fixture.pass(Duration.ofMillis(1));
                        Thread.onSpinWait();
                        return fixture.transport.exchanges() == 2;
                    });
                })
                .expectNextCount(1)
                .expectComplete()
                .verify(LIMIT);
        assertThat(seen)
                .isEqualTo(new TreeSet<>(Set.of(
                        "callStarted t-1",
                        "context t-1",
                        "waiting t-1",
                        "attemptStarted t-1",
                        "attemptAnswered t-1",
                        "attemptEnded t-1",
                        "retrying t-1",
                        "succeeded t-1",
                        "downstream t-1")));
    }

    @Test
    void theFirstAttemptRunsInTheContextThatTheListenerReturns() {
        List<String> seen = new CopyOnWriteArrayList<>();
        fixture.listener((request, context) -> new CallListener() {
                    @Override
                    public Context context(Context subscriber) {
                        return subscriber.put(KEY, "t-2");
                    }
                })
                .transport
                .then(listener -> Mono.deferContextual(view -> {
                    seen.add(view.get(KEY) + " " + TRACE.get());
                    return succeeds().apply(listener);
                }));

        Fixture.receipt(fixture.call());

        assertThat(seen).containsExactly("t-2 t-2");
    }

    @Test
    void anAttemptEndsWithItsResultAndItsPlace() {
        List<AttemptResult> results = new CopyOnWriteArrayList<>();
        fixture.listener((request, context) -> new CallListener() {
                    @Override
                    public void attemptEnded(AttemptResult result) {
                        results.add(result);
                    }
                })
                .policy(RetryPolicy.includingUnknown())
                .transport
                .then(responds(500, "{}"), FakeTransport.fails(Kind.CONNECT, false), succeeds());

        fixture.call();
        fixture.pass(Duration.ofSeconds(9));

        assertThat(results)
                .extracting(
                        AttemptResult::attempt,
                        AttemptResult::transport,
                        AttemptResult::host,
                        AttemptResult::status,
                        result -> result.outcome().map(Outcome::name).orElse("confirmed"))
                .containsExactly(
                        tuple(1, OptionalInt.of(500), "UNKNOWN"),
                        tuple(2, OptionalInt.empty(), "NOT_SENT"),
                        tuple(3, OptionalInt.of(200), "confirmed"));
        assertThat(results.get(0).failure().orElseThrow()).hasMessageContaining("500");
        assertThat(results.get(2).isConfirmed()).isTrue();
    }

    @Test
    void aCancelledAttemptSaysWhatIsKnown() {
        List<AttemptResult> results = new CopyOnWriteArrayList<>();
        fixture.listener((request, context) -> new CallListener() {
                    @Override
                    public void attemptEnded(AttemptResult result) {
                        results.add(result);
                    }
                })
                .transport
                .then(FakeTransport.isSilent());

        fixture.call().cancel();

        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.isCancelled()).isTrue();
            assertThat(result.outcome()).contains(Outcome.UNKNOWN);
        });
    }

    private static org.assertj.core.groups.Tuple tuple(int attempt, OptionalInt status, String outcome) {
        return org.assertj.core.groups.Tuple.tuple(attempt, "FakeTransport", "api.example", status, outcome);
    }

    private static void spinUntil(BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    /** Responds on another thread, which has no thread locals of its own. */
    private static FakeTransport.Script elsewhere(FakeTransport.Script script) {
        return listener -> Mono.defer(() -> script.apply(listener)).publishOn(Schedulers.single());
    }

    private static final class Recording implements CallListener {

        private final Set<String> seen;

        Recording(Set<String> seen) {
            this.seen = seen;
            record("callStarted");
        }

        private void record(String event) {
            seen.add(event + " " + TRACE.get());
        }

        @Override
        public Context context(Context context) {
            record("context");
            return context;
        }

        @Override
        public void waiting() {
            record("waiting");
        }

        @Override
        public void attemptStarted(int attempt) {
            record("attemptStarted");
        }

        @Override
        public void attemptAnswered(int attempt, int status) {
            record("attemptAnswered");
        }

        @Override
        public void attemptEnded(AttemptResult result) {
            record("attemptEnded");
        }

        @Override
        public void retrying(DeletionException failure, Duration delay) {
            record("retrying");
        }

        @Override
        public void succeeded(DeletionReceipt receipt) {
            record("succeeded");
        }
    }
}
