package ai.extracta.deletions.testkit;

import ai.extracta.deletions.transport.SendListener;
import ai.extracta.deletions.transport.TransportResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/** One call of a {@link Storm}, what became of it and what its transport said about it. */
final class StormCall extends BaseSubscriber<TransportResponse> implements SendListener {

    /** How it ended for its caller, who hears of nothing after that. */
    enum End {
        ANSWERED,
        FAILED,
        CANCELLED_UNSENT,
        CANCELLED_MAYBE_SENT
    }

    private final String id;
    private final Runnable whenEnded;
    private final AtomicInteger ends = new AtomicInteger();
    private final AtomicInteger announcements = new AtomicInteger();

    private volatile @Nullable End end;
    private volatile String answer = "";
    private volatile @Nullable Throwable failure;

    StormCall(String id, Runnable whenEnded) {
        this.id = id;
        this.whenEnded = whenEnded;
    }

    String id() {
        return id;
    }

    boolean ended(End how) {
        return end == how;
    }

    boolean hasItsOwnAnswer() {
        return answer.equals(id);
    }

    /** What it failed with, in time or too late; null if it did not. */
    @Nullable Throwable failure() {
        return failure;
    }

    /** How often the transport said that it sends. */
    int announcements() {
        return announcements.get();
    }

    void giveUp() {
        if (ends.getAndIncrement() == 0) {
            cancel();
            end = announcements.get() == 0 ? End.CANCELLED_UNSENT : End.CANCELLED_MAYBE_SENT;
            whenEnded.run();
        }
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        subscription.request(1);
    }

    @Override
    protected void hookOnNext(TransportResponse response) {
        if (ends.getAndIncrement() == 0) {
            answer = StandardCharsets.UTF_8.decode(response.body()).toString();
            end = End.ANSWERED;
            whenEnded.run();
        }
    }

    /** Also after the end: a call that was cancelled must not fail any more. */
    @Override
    protected void hookOnError(Throwable cause) {
        failure = cause;
        if (ends.getAndIncrement() == 0) {
            end = End.FAILED;
            whenEnded.run();
        }
    }

    @Override
    public void withheld() {}

    @Override
    public void sending() {
        announcements.incrementAndGet();
    }

    @Override
    public String toString() {
        return "call " + id + " " + end + (failure == null ? "" : " " + failure);
    }
}
