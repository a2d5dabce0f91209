package ai.extracta.deletions.internal.bulk;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The record of a ledger that requests are about to be sent. Used by one signal at a time. */
final class Recording {

    private final List<Runnable> waiting = new ArrayList<>(1);
    private boolean hasEnded;
    private @Nullable Throwable failure;

    /** Continues once this has ended, which it must not have yet. */
    void onEnd(Runnable next) {
        waiting.add(next);
    }

    boolean hasEnded() {
        return hasEnded;
    }

    @Nullable Throwable failure() {
        return failure;
    }

    /** It is durable, or has failed. */
    void end(@Nullable Throwable thrown) {
        hasEnded = true;
        failure = thrown;
        waiting.forEach(Runnable::run);
        waiting.clear();
    }
}
