package ai.extracta.deletions;

import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The failures of one call so far, in order, and what they add up to. Touched by one signal at a time, but for
 * {@link #outcome()}.
 */
final class Failures {

    private List<AttemptFailure> inOrder = List.of();
    private int attempts;

    /** The worst; of several the last, but an attempt before what was none. */
    private volatile @Nullable AttemptFailure speaker;

    /** The very failure that was added last is no news: nothing was sent since. */
    void add(AttemptFailure failure) {
        if (!inOrder.isEmpty() && inOrder.get(inOrder.size() - 1) == failure) {
            return;
        }
        if (inOrder.isEmpty()) {
            inOrder = new ArrayList<>();
        }
        inOrder.add(failure);
        attempts += failure.isAttempt() ? 1 : 0;
        AttemptFailure worst = speaker;
        if (worst == null || outweighs(failure, worst)) {
            speaker = failure;
        }
    }

    private static boolean outweighs(AttemptFailure later, AttemptFailure earlier) {
        int compared = later.outcome().compareTo(earlier.outcome());
        return compared > 0 || (compared == 0 && (later.isAttempt() || !earlier.isAttempt()));
    }

    int count() {
        return inOrder.size();
    }

    int attempts() {
        return attempts;
    }

    /** What is known of the deletion if nothing follows. */
    Outcome outcome() {
        AttemptFailure worst = speaker;
        return worst == null ? Outcome.NOT_SENT : worst.outcome();
    }

    /** The failure that decides the outcome speaks for the call; the others are suppressed in it, in order. */
    DeletionException conclusion(DeletionRequest request) {
        DeletionException conclusion = Objects.requireNonNull(speaker).toException(request, attempts);
        int attempt = 0;
        for (AttemptFailure failure : inOrder) {
            attempt += failure.isAttempt() ? 1 : 0;
            if (failure != speaker) {
                conclusion.addSuppressed(failure.toException(request, attempt));
            }
        }
        return conclusion;
    }
}
