package ai.extracta.deletions.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeletionReceiptTest {

    private static final DeletionRequest REQUEST = new DeleteBatch("c", "b");

    @Test
    void itHoldsWhatItWasGiven() {
        DeletionReceipt receipt = new DeletionReceipt(
                REQUEST,
                "Batch deleted",
                200,
                3,
                Instant.EPOCH,
                Duration.ofSeconds(2),
                Confirmation.ALREADY_ABSENT,
                "r-1");

        assertThat(receipt.request()).isEqualTo(REQUEST);
        assertThat(receipt.message()).isEqualTo("Batch deleted");
        assertThat(receipt.status()).isEqualTo(200);
        assertThat(receipt.attempts()).isEqualTo(3);
        assertThat(receipt.completedAt()).isEqualTo(Instant.EPOCH);
        assertThat(receipt.elapsed()).isEqualTo(Duration.ofSeconds(2));
        assertThat(receipt.confirmation()).isEqualTo(Confirmation.ALREADY_ABSENT);
        assertThat(receipt.requestId()).isEqualTo("r-1");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void aReceiptWithoutAnAttemptIsRefused(int attempts) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DeletionReceipt(
                        REQUEST, "", 200, attempts, Instant.EPOCH, Duration.ZERO, Confirmation.CONFIRMED, ""))
                .withMessage("attempts is " + attempts + "; a receipt needs at least one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"request", "message", "completedAt", "elapsed", "confirmation", "requestId"})
    void aMissingComponentIsRefusedByName(String missing) {
        assertThatNullPointerException()
                .isThrownBy(() -> new DeletionReceipt(
                        unless(missing, "request", REQUEST),
                        unless(missing, "message", ""),
                        200,
                        1,
                        unless(missing, "completedAt", Instant.EPOCH),
                        unless(missing, "elapsed", Duration.ZERO),
                        unless(missing, "confirmation", Confirmation.CONFIRMED),
                        unless(missing, "requestId", "")))
                .withMessage(missing);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\r\nb", "a\u0085b", "a\u2028b", "a\u2029b", "a\u001b\tb"})
    void aServerMessageCannotInjectALogLine(String text) {
        DeletionReceipt receipt = new DeletionReceipt(
                REQUEST, text, 200, 1, Instant.EPOCH, Duration.ofSeconds(2), Confirmation.CONFIRMED, text);

        assertThat(receipt.message()).isEqualTo(text);
        assertThat(receipt.requestId()).isEqualTo(text);
        assertThat(receipt)
                .hasToString("DeletionReceipt[request=DeleteBatch[classificationId=c, batchId=b], message=a b,"
                        + " status=200, attempts=1, completedAt=1970-01-01T00:00:00Z, elapsed=PT2S,"
                        + " confirmation=CONFIRMED, requestId=a b]");
    }

    private static <T> T unless(String missing, String name, T value) {
        return missing.equals(name) ? null : value;
    }
}
