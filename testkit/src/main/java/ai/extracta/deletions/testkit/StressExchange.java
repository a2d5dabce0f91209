package ai.extracta.deletions.testkit;

import ai.extracta.deletions.transport.SendListener;
import ai.extracta.deletions.transport.TransportResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/** One call of a {@link CancellationStress}: how it ended and what its transport signalled. */
final class StressExchange extends BaseSubscriber<TransportResponse> implements SendListener {

    /** How it ended for its subscriber. */
    enum End {
        COMPLETED,
        FAILED,
        CANCELLED_UNSENT,
        CANCELLED_MAYBE_SENT
    }

    private final String id;
    private final Runnable onTermination;
    private final AtomicInteger terminations = new AtomicInteger();
    private final AtomicInteger sendingSignals = new AtomicInteger();

    private volatile @Nullable End end;
    private volatile String responseBody = "";
    private volatile @Nullable Throwable failure;

    StressExchange(String id, Runnable onTermination) {
        this.id = id;
        this.onTermination = onTermination;
    }

    String id() {
        return id;
    }

    boolean endedWith(End expected) {
        return end == expected;
    }

    boolean hasOwnResponse() {
        return responseBody.equals(id);
    }

    /** The failure, even if it came too late; null if there was none. */
    @Nullable Throwable failure() {
        return failure;
    }

    /** How often the transport signalled that it sends. */
    int sendingSignals() {
        return sendingSignals.get();
    }

    void cancelNow() {
        if (terminations.getAndIncrement() == 0) {
            cancel();
            end = sendingSignals.get() == 0 ? End.CANCELLED_UNSENT : End.CANCELLED_MAYBE_SENT;
            onTermination.run();
        }
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        subscription.request(1);
    }

    @Override
    protected void hookOnNext(TransportResponse response) {
        if (terminations.getAndIncrement() == 0) {
            responseBody = StandardCharsets.UTF_8.decode(response.body()).toString();
            end = End.COMPLETED;
            onTermination.run();
        }
    }

    /** Also after the end: a cancelled call must not fail. */
    @Override
    protected void hookOnError(Throwable cause) {
        failure = cause;
        if (terminations.getAndIncrement() == 0) {
            end = End.FAILED;
            onTermination.run();
        }
    }

    @Override
    public void pending() {}

    @Override
    public void sending() {
        sendingSignals.incrementAndGet();
    }

    @Override
    public String toString() {
        return "call " + id + " " + end + (failure == null ? "" : " " + failure);
    }
}
