package ai.extracta.deletions.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BulkProgressTest {

    private static BulkProgress after(Duration elapsed, long deleted, Optional<Long> expected) {
        return new BulkProgress(1_000, 10, deleted, 4, 3, 2, 1, 1, 1, elapsed, expected, false);
    }

    @Test
    void finishedCountsResultsOfEveryKind() {
        assertThat(after(Duration.ofSeconds(1), 10, Optional.empty()).finished())
                .isEqualTo(22);
    }

    @Test
    void goneDoesNotCountSkippedRequests() {
        assertThat(after(Duration.ofSeconds(1), 10, Optional.empty()).gone()).isEqualTo(17);
    }

    @Test
    void theRateIsTheAverageOverTheElapsedTime() {
        assertThat(after(Duration.ofSeconds(4), 88, Optional.empty()).requestsPerSecond())
                .isEqualTo(25);
    }

    @Test
    void theRateIsZeroAtTheStart() {
        assertThat(after(Duration.ZERO, 0, Optional.empty()).requestsPerSecond())
                .isZero();
    }

    @Test
    void theTimeRemainingIsEstimatedFromTheRate() {
        assertThat(after(Duration.ofSeconds(4), 88, Optional.of(300L)).estimatedTimeRemaining())
                .contains(Duration.ofSeconds(8));
        assertThat(after(Duration.ofSeconds(4), 88, Optional.empty()).estimatedTimeRemaining())
                .isEmpty();
    }

    @Test
    void moreRequestsThanExpectedLeaveNoTimeRemaining() {
        assertThat(after(Duration.ofSeconds(4), 88, Optional.of(50L)).estimatedTimeRemaining())
                .contains(Duration.ZERO);
    }
}
