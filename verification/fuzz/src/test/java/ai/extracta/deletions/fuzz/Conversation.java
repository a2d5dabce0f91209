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

/** What happens in the attempts of one call, and what follows from it: at most so much may be claimed. */
final class Conversation {

    static final int LONGEST = 4;

    private static final String BETWEEN = "\n---\n";

    private final List<Turn> turns;
    private int taken;

    private Conversation(List<Turn> turns) {
        this.turns = turns;
    }

    static Conversation parse(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        return new Conversation(
                Arrays.stream(text.split(BETWEEN, LONGEST)).map(Turn::parse).toList());
    }

    /** The next turn; the last one is repeated. */
    Turn next() {
        return turns.get(Math.min(taken++, turns.size() - 1));
    }

    void check(DeletionReceipt receipt) {
        assertThat(receipt.attempts()).isEqualTo(taken).isBetween(1, LONGEST);
        Turn last = last();
        assertThat(receipt.status()).isEqualTo(last.status());
        if (receipt.confirmation() == Confirmation.CONFIRMED) {
            assertThat(last.mayConfirm()).as("confirmed by %s", last).isTrue();
        } else {
            assertThat(receipt.status()).isEqualTo(404);
            assertThat(last.mayRefuse()).as("absent by %s", last).isTrue();
            assertThat(earlier()).as("unknown before").anyMatch(Turn::mayBeUnknown);
        }
    }

    void check(DeletionException failure) {
        assertThat(failure.attempts()).isEqualTo(taken).isBetween(1, LONGEST);
        assertThat(last().mustConfirm()).as("%s for %s", failure, last()).isFalse();
        if (failure.outcome() == Outcome.UNKNOWN) {
            assertThat(turns.subList(0, turnsTaken())).anyMatch(Turn::mayBeUnknown);
        } else {
            assertThat(turns.subList(0, turnsTaken())).noneMatch(Turn::mustBeUnknown);
        }
        if (failure.outcome() == Outcome.REFUSED) {
            assertThat(turns.subList(0, turnsTaken())).as("refused").anyMatch(Turn::mayRefuse);
        }
        if (failure.outcome() == Outcome.NOT_SENT) {
            assertThat(turns.subList(0, turnsTaken())).as("not sent").allMatch(Turn::mayBeUnsent);
        }
        checkParts(failure);
    }

    /** The worst attempt speaks for the call. */
    private void checkParts(DeletionException failure) {
        if (failure instanceof ResponseException answered) {
            assertThat(turns.subList(0, turnsTaken())).extracting(Turn::status).contains(answered.status());
            assertThat(answered.body()).hasSizeLessThanOrEqualTo(1024);
            assertThat(answered.retryAfter().filter(Duration::isNegative)).isEmpty();
        } else {
            assertThat(failure).isInstanceOf(TransportFailedException.class);
        }
    }

    private Turn last() {
        return turns.get(turnsTaken() - 1);
    }

    private List<Turn> earlier() {
        return turns.subList(0, taken > turns.size() ? turns.size() : taken - 1);
    }

    private int turnsTaken() {
        return Math.min(taken, turns.size());
    }
}
