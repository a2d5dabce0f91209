package ai.extracta.deletions.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** The events of all attempts of one call, and the strongest claims that they allow. */
final class AttemptScript {

    static final int MAX_ATTEMPTS = 4;

    private static final String SEPARATOR = "\n---\n";

    private final List<ScriptedAttempt> attempts;
    private int attemptsMade;

    private AttemptScript(List<ScriptedAttempt> attempts) {
        this.attempts = attempts;
    }

    static AttemptScript parse(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        return new AttemptScript(Arrays.stream(text.split(SEPARATOR, MAX_ATTEMPTS))
                .map(ScriptedAttempt::parse)
                .toList());
    }

    /** The next attempt; the last one is repeated. */
    ScriptedAttempt next() {
        return attempts.get(Math.min(attemptsMade++, attempts.size() - 1));
    }

    void check(DeletionReceipt receipt) {
        assertThat(receipt.attempts()).isEqualTo(attemptsMade).isBetween(1, MAX_ATTEMPTS);
        ScriptedAttempt last = last();
        assertThat(receipt.status()).isEqualTo(last.status());
        if (receipt.confirmation() == Confirmation.CONFIRMED) {
            assertThat(last.mayConfirm()).as("confirmed by %s", last).isTrue();
        } else {
            assertThat(receipt.status()).isIn(404, 410);
            assertThat(last.mayRefuse()).as("absent by %s", last).isTrue();
            assertThat(earlier()).as("unknown before").anyMatch(ScriptedAttempt::mayBeUnknown);
        }
    }

    void check(DeletionException failure) {
        assertThat(failure.attempts()).isEqualTo(attemptsMade).isBetween(1, MAX_ATTEMPTS);
        assertThat(last().mustConfirm()).as("%s for %s", failure, last()).isFalse();
        if (failure.outcome() == Outcome.UNKNOWN) {
            assertThat(attempts.subList(0, distinctAttemptsMade())).anyMatch(ScriptedAttempt::mayBeUnknown);
        } else {
            assertThat(attempts.subList(0, distinctAttemptsMade())).noneMatch(ScriptedAttempt::mustBeUnknown);
        }
        if (failure.outcome() == Outcome.REFUSED) {
            assertThat(attempts.subList(0, distinctAttemptsMade()))
                    .as("refused")
                    .anyMatch(ScriptedAttempt::mayRefuse);
        }
        if (failure.outcome() == Outcome.NOT_SENT) {
            assertThat(attempts.subList(0, distinctAttemptsMade()))
                    .as("not sent")
                    .allMatch(ScriptedAttempt::mayBeUnsent);
        }
        checkDetails(failure);
    }

    /** The worst outcome of all attempts. */
    private void checkDetails(DeletionException failure) {
        if (failure instanceof ResponseException response) {
            assertThat(attempts.subList(0, distinctAttemptsMade()))
                    .extracting(ScriptedAttempt::status)
                    .contains(response.status());
            assertThat(response.body()).hasSizeLessThanOrEqualTo(1024);
            assertThat(response.retryAfter().filter(Duration::isNegative)).isEmpty();
        } else {
            assertThat(failure).isInstanceOf(TransportFailedException.class);
        }
    }

    private ScriptedAttempt last() {
        return attempts.get(distinctAttemptsMade() - 1);
    }

    private List<ScriptedAttempt> earlier() {
        return attempts.subList(0, attemptsMade > attempts.size() ? attempts.size() : attemptsMade - 1);
    }

    private int distinctAttemptsMade() {
        return Math.min(attemptsMade, attempts.size());
    }
}
