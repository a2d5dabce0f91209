package ai.extracta.deletions;

import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.internal.call.CallSettings;
import ai.extracta.deletions.internal.call.ClientResources;
import ai.extracta.deletions.internal.call.ClientTimer;
import ai.extracta.deletions.internal.call.Lease;
import ai.extracta.deletions.internal.call.SafeListener;
import ai.extracta.deletions.internal.limit.Limit;
import ai.extracta.deletions.internal.limit.Limiter;
import ai.extracta.deletions.internal.protocol.Endpoints;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;
import reactor.core.scheduler.Scheduler;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.subscriber.TestSubscriber;

/** A client with a fake transport and virtual time. Nothing is random: delays have their full length. */
final class Fixture {

    static final String KEY = "k3y-0123456789";
    static final DeletionRequest REQUEST = new DeleteBatch("c-private", "b-private");

    final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private Scheduler timer = time;
    final FakeTransport transport = new FakeTransport();

    private ApiKey key = ApiKey.of(KEY);
    private RetryPolicy policy = RetryPolicy.none();
    private Duration deadline = Duration.ofSeconds(30);
    private Duration attemptDeadline = Duration.ofSeconds(10);
    private Limit limit = Limit.fixed(16);
    private int maxWaiting = 100;
    private boolean notFoundMeansAbsent;
    private Function<FakeTransport, Lease> lease = Lease::owned;
    private DeletionListener listener = (request, context) -> CallListener.NOOP;
    private DefaultClassificationDeletions client;

    Fixture key(ApiKey changed) {
        key = changed;
        return this;
    }

    Fixture policy(RetryPolicy changed) {
        policy = changed;
        return this;
    }

    Fixture deadline(Duration changed) {
        deadline = changed;
        return this;
    }

    Fixture attemptDeadline(Duration changed) {
        attemptDeadline = changed;
        return this;
    }

    Fixture limits(int inFlight, int waiting) {
        limit = Limit.fixed(inFlight);
        maxWaiting = waiting;
        return this;
    }

    Fixture limit(Limit changed) {
        limit = changed;
        return this;
    }

    /** Runs by {@link #time} what it accepts. */
    Fixture timer(Scheduler changed) {
        timer = changed;
        return this;
    }

    Fixture notFoundMeansAbsent() {
        notFoundMeansAbsent = true;
        return this;
    }

    Fixture listener(DeletionListener changed) {
        listener = changed;
        return this;
    }

    Fixture lease(Function<FakeTransport, Lease> changed) {
        lease = changed;
        return this;
    }

    /** The client, created on first use. */
    DefaultClassificationDeletions client() {
        if (client == null) {
            Endpoints endpoints = Endpoints.forBaseUri(URI.create("https://api.example/v1"), false);
            Limiter limiter = new Limiter(limit, maxWaiting, timer, () -> 0);
            client = new DefaultClassificationDeletions(
                    new CallSettings(
                            key.tokens(),
                            endpoints,
                            policy.rules(),
                            deadline,
                            attemptDeadline,
                            notFoundMeansAbsent,
                            new SafeListener(listener)),
                    new ClientResources(lease.apply(transport), limiter, new ClientTimer(timer, () -> {}), () -> 0));
        }
        return client;
    }

    /** Starts a call. */
    TestSubscriber<DeletionReceipt> call() {
        return call(REQUEST);
    }

    TestSubscriber<DeletionReceipt> call(DeletionRequest request) {
        TestSubscriber<DeletionReceipt> call = TestSubscriber.create();
        client().delete(request).subscribe(call);
        return call;
    }

    void pass(Duration duration) {
        time.advanceTimeBy(duration);
    }

    static <T extends DeletionException> T failure(Class<T> type, TestSubscriber<DeletionReceipt> call) {
        return type.cast(call.expectTerminalError());
    }

    static DeletionReceipt receipt(TestSubscriber<DeletionReceipt> call) {
        if (!call.isTerminatedComplete()) {
            throw new AssertionError(
                    "the call did not end with a receipt",
                    call.isTerminatedError() ? call.expectTerminalError() : null);
        }
        return call.getReceivedOnNext().get(0);
    }
}
