package ai.extracta.deletions.internal.limit;

import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.subscriber.TestSubscriber;

/** A task that runs until it is ended, and its subscriber. */
final class ManualTask {

    final AtomicInteger starts = new AtomicInteger();
    final AtomicInteger cancels = new AtomicInteger();
    final TestSubscriber<String> caller = TestSubscriber.create();

    private final Sinks.One<String> end = Sinks.one();

    Mono<String> mono() {
        return Mono.defer(() -> {
            starts.incrementAndGet();
            return end.asMono().doOnCancel(cancels::incrementAndGet);
        });
    }

    boolean isStarted() {
        return starts.get() > 0;
    }

    void succeed() {
        end.tryEmitValue("done").orThrow();
    }

    void completeEmpty() {
        end.tryEmitEmpty().orThrow();
    }

    void fail(Throwable failure) {
        end.tryEmitError(failure).orThrow();
    }

    /** Why it was rejected. */
    LimiterRejectionException.Reason rejection() {
        return ((LimiterRejectionException) caller.expectTerminalError()).reason();
    }
}
