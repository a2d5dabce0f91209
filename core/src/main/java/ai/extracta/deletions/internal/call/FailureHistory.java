package ai.extracta.deletions.internal.call;

import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The failures of one call in order, and their combined outcome. Accessed by one signal at a time, except
 * {@link #outcome()}.
 */
final class FailureHistory {

    private final List<AttemptException> failures = new ArrayList<>();
    private int attempts;

    /** The worst outcome wins; on a tie the latest, and a real attempt beats a local rejection. */
    private volatile @Nullable AttemptException decisive;

    /** Ignores the same failure added twice in a row: no request was sent in between. */
    void add(AttemptException failure) {
        if (!failures.isEmpty() && failures.get(failures.size() - 1) == failure) {
            return;
        }
        failures.add(failure);
        attempts += failure.isAttempt() ? 1 : 0;
        AttemptException worst = decisive;
        if (worst == null || isWorseThan(failure, worst)) {
            decisive = failure;
        }
    }

    private static boolean isWorseThan(AttemptException later, AttemptException earlier) {
        int compared = later.outcome().compareTo(earlier.outcome());
        return compared > 0 || (compared == 0 && (later.isAttempt() || !earlier.isAttempt()));
    }

    int count() {
        return failures.size();
    }

    int attempts() {
        return attempts;
    }

    Outcome outcome() {
        AttemptException worst = decisive;
        return worst == null ? Outcome.NOT_SENT : worst.outcome();
    }

    /** The decisive failure, with the others suppressed in it, in order. */
    DeletionException toException(DeletionRequest request) {
        DeletionException exception = Objects.requireNonNull(decisive).toException(request, attempts);
        int attempt = 0;
        for (AttemptException failure : failures) {
            attempt += failure.isAttempt() ? 1 : 0;
            if (failure != decisive) {
                exception.addSuppressed(failure.toException(request, attempt));
            }
        }
        return exception;
    }
}
