package ai.extracta.deletions;

import static ai.extracta.deletions.FakeTransport.failsWith;
import static ai.extracta.deletions.FakeTransport.isSilent;
import static ai.extracta.deletions.FakeTransport.refuses;
import static ai.extracta.deletions.FakeTransport.responds;
import static ai.extracta.deletions.FakeTransport.succeeds;
import static ai.extracta.deletions.Fixture.failure;
import static ai.extracta.deletions.Fixture.receipt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.extracta.deletions.error.CallRejectedException;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.internal.limit.Limit;
import ai.extracta.deletions.internal.limit.LimitSignal;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.transport.TransportException.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.test.subscriber.TestSubscriber;
import reactor.util.context.Context;

/** Whatever is thrown between the network and the caller: the call ends, and its outcome is true. */
class ThrownErrorTest {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Fixture fixture = new Fixture();

    static Stream<Error> errors() {
        return Stream.of(
                new StackOverflowError(),
                new OutOfMemoryError("simulated"),
                new NoClassDefFoundError("some/Type"),
                new AssertionError("simulated"),
                new InternalError("simulated"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorOfTheTransportEndsTheCall(Error error) {
        fixture.transport.then(failsWith(error));

        assertThat(failure(TransportFailedException.class, fixture.call()).outcome())
                .isEqualTo(Outcome.UNKNOWN);
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorThrownByTheTransportEndsTheCall(Error error) {
        fixture.transport.then(listener -> {
            throw error;
        });

        assertThat(failure(TransportFailedException.class, fixture.call()).outcome())
                .isEqualTo(Outcome.UNKNOWN);
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorOfAKeySupplierEndsTheCallAndNothingIsSent(Error error) {
        fixture.key(ApiKey.supplier(Mono.fromSupplier(() -> {
            throw error;
        })));

        DeletionException failure = endOf(fixture);

        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(fixture.transport.exchanges()).isZero();
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorOfARetryConditionEndsTheCall(Error error) {
        fixture.policy(RetryPolicy.when(failure -> {
                    throw error;
                }))
                .transport
                .then(refuses(429));

        assertThat(endOf(fixture).outcome()).isEqualTo(Outcome.REFUSED);
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorWhileASlotIsReleasedLosesNoCall(Error error) {
        fixture.limit(new ThrowingLimit(error)).transport.always(succeeds());
        TestSubscriber<DeletionReceipt> call = TestSubscriber.create();

        Hooks.onErrorDropped(dropped -> {});
        try {
            Throwable ignored = catchThrowable(
                    () -> fixture.client().delete(Fixture.REQUEST).subscribe(call));
        } finally {
            Hooks.resetOnErrorDropped();
        }
        assertThat(call.isTerminated()).isFalse();
        fixture.pass(DEADLINE.plusSeconds(1));

        assertThat(failure(TransportFailedException.class, call))
                .hasMessageContaining("lost to an error in this process")
                .satisfies(failure -> assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorWhileTheFirstAttemptIsQueuedEndsTheCall(Error error) {
        FailingLimit limit = new FailingLimit(error);
        fixture.limit(limit);
        limit.fails = true;

        assertThat(endOf(fixture).outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(fixture.transport.exchanges()).isZero();
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorWhileARetryIsQueuedEndsTheCall(Error error) {
        FailingLimit limit = new FailingLimit(error);
        fixture.limit(limit).policy(RetryPolicy.safe()).transport.then(FakeTransport.fails(Kind.CONNECT, false));
        TestSubscriber<DeletionReceipt> call = fixture.call();
        limit.fails = true;

        Throwable ignored = catchThrowable(() -> fixture.pass(DEADLINE));

        assertThat(failure(DeletionException.class, call).outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(fixture.transport.exchanges()).isOne();
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorOnTheWayToTheListenerLosesNoResponse(Error error) {
        receipt(callWithFailingContext(error, succeeds()));

        assertThat(failure(ResponseException.class, callWithFailingContext(error, refuses(404)))
                        .status())
                .isEqualTo(404);
    }

    private static TestSubscriber<DeletionReceipt> callWithFailingContext(Error error, FakeTransport.Script script) {
        FailingContext context = new FailingContext(error);
        Fixture fixture = new Fixture().listener((request, subscriber) -> new CallListener() {
            @Override
            public Context context(Context ignored) {
                return context;
            }
        });
        fixture.transport.then(listener -> {
            context.fails = true;
            return script.apply(listener);
        });
        TestSubscriber<DeletionReceipt> call = TestSubscriber.create();
        Throwable ignored =
                catchThrowable(() -> fixture.client().delete(Fixture.REQUEST).subscribe(call));
        return call;
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorOfOneSubscriberKeepsNoOtherCallFromItsSlot(Error error) {
        fixture.limits(1, 10)
                .transport
                .then(isSilent(), failsWith(new IllegalStateException()))
                .always(succeeds());
        TestSubscriber<DeletionReceipt> first = fixture.call();
        fixture.client().delete(Fixture.REQUEST).subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnError(Throwable failure) {
                throw error;
            }
        });
        TestSubscriber<DeletionReceipt> third = fixture.call();

        Hooks.onErrorDropped(dropped -> {});
        try {
            first.cancel();
        } finally {
            Hooks.resetOnErrorDropped();
        }

        receipt(third);
        receipt(fixture.call());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 401, 404, 429, 500})
    void aServerThatRepeatsALongKeyEndsTheCall(int status) {
        String key = "eyJ" + "k3y-".repeat(10_000);
        String body = "{\"status\":\"" + (status == 200 ? "success" : "error") + "\",\"message\":\"" + key + "\"}";
        fixture.key(ApiKey.of(key)).transport.then(responds(status, body, "x-echo", key));

        TestSubscriber<DeletionReceipt> call = fixture.call();

        assertThat(call.isTerminated()).isTrue();
        assertThat(
                        status == 200
                                ? receipt(call).message()
                                : call.expectTerminalError().toString())
                .contains("[redacted]")
                .doesNotContain("k3y-");
    }

    @Test
    void aTimerThatRejectsTheDeadlineKeepsTheCallFromBeingSent() {
        fixture.time.dispose();

        TestSubscriber<DeletionReceipt> call = fixture.call();

        assertThat(failure(CallRejectedException.class, call))
                .hasMessageContaining("its deadline could not be scheduled");
        assertThat(fixture.transport.exchanges()).isZero();
    }

    @ParameterizedTest
    @MethodSource("rejections")
    void aTimeoutEndsTheCallAlthoughTheTimerAcceptsNoFurtherTask(Throwable rejection) {
        RejectingTimer timer = new RejectingTimer(fixture.time);
        fixture.timer(timer).transport.then(isSilent());
        TestSubscriber<DeletionReceipt> call = fixture.call();

        timer.rejection = rejection;
        fixture.pass(DEADLINE);

        assertThat(failure(TransportFailedException.class, call).kind()).isEqualTo(Kind.TIMEOUT);
    }

    private static Stream<Throwable> rejections() {
        return Stream.of(new RejectedExecutionException("shut down"), new InternalError("no thread"));
    }

    private static DeletionException endOf(Fixture fixture) {
        TestSubscriber<DeletionReceipt> call = TestSubscriber.create();
        Function<Fixture, Mono<DeletionReceipt>> deletion = any -> any.client().delete(Fixture.REQUEST);
        Throwable ignored = catchThrowable(
                () -> deletion.apply(fixture).subscribe(call)); // a supplier's fatal error may pass through
        fixture.pass(DEADLINE.plusSeconds(1));
        return (DeletionException) call.expectTerminalError();
    }

    private static final class RejectingTimer implements Scheduler {

        private final Scheduler timer;
        private @Nullable Throwable rejection;

        RejectingTimer(Scheduler timer) {
            this.timer = timer;
        }

        @Override
        public Disposable schedule(Runnable task) {
            return schedule(task, 0, TimeUnit.NANOSECONDS);
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            if (rejection instanceof Error error) {
                throw error;
            }
            if (rejection != null) {
                throw (RuntimeException) rejection;
            }
            return timer.schedule(task, delay, unit);
        }

        @Override
        public Worker createWorker() {
            return timer.createWorker();
        }

        @Override
        public long now(TimeUnit unit) {
            return timer.now(unit);
        }
    }

    private static final class FailingLimit implements Limit {

        private final Error error;
        private boolean fails;

        FailingLimit(Error error) {
            this.error = error;
        }

        @Override
        public int current() {
            if (fails) {
                throw error;
            }
            return 1;
        }
    }

    private static final class FailingContext implements Context {

        private final Error error;
        private boolean fails;

        FailingContext(Error error) {
            this.error = error;
        }

        @Override
        public boolean isEmpty() {
            if (fails) {
                throw error;
            }
            return true;
        }

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals")
        public <T> T get(Object key) {
            return Context.empty().get(key);
        }

        @Override
        public boolean hasKey(Object key) {
            return false;
        }

        @Override
        public Context put(Object key, Object value) {
            return Context.of(key, value);
        }

        @Override
        public Context delete(Object key) {
            return this;
        }

        @Override
        public int size() {
            return 0;
        }

        @Override
        public Stream<Map.Entry<Object, Object>> stream() {
            return Stream.empty();
        }
    }

    private record ThrowingLimit(Error error) implements Limit {

        @Override
        public int current() {
            return 1;
        }

        @Override
        public boolean isAdaptive() {
            return true;
        }

        @Override
        public int onStart(int inFlight) {
            return 0;
        }

        @Override
        public void onSample(int generation, long nanos, LimitSignal signal, int inFlight) {
            throw error;
        }
    }
}
