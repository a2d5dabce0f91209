package ai.extracta.deletions.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class BulkOptionsTest {

    private final BulkOptions.Builder builder = BulkOptions.builder();

    @Test
    void theDefaultsAreTheDocumentedOnes() {
        BulkOptions defaults = BulkOptions.defaults();
        assertThat(defaults.window()).isEqualTo(5_000);
        assertThat(defaults.linger()).isEqualTo(Duration.ofMillis(100));
        assertThat(defaults.concurrency()).isEqualTo(16);
        assertThat(defaults.maxFilesPerCall()).isEqualTo(100);
        assertThat(defaults.bisectRefused()).isTrue();
        assertThat(defaults.failFast()).isFalse();
        assertThat(defaults.stopOnUnauthorized()).isTrue();
        assertThat(defaults.stopWhenUnreachable()).isEqualTo(16);
        assertThat(defaults.waitWhenUnreachable()).isZero();
        assertThat(defaults.notFoundMeansAbsent()).isFalse();
        assertThat(defaults.dryRun()).isFalse();
        assertThat(defaults.ledger()).isEmpty();
        assertThat(defaults.progressInterval()).isZero();
        assertThat(defaults.expectedRequests()).isEmpty();
    }

    @Test
    void optionsStayAsTheyWereBuilt() {
        BulkOptions first = builder.window(7).build();
        assertThat(builder.window(8).build().window()).isEqualTo(8);
        assertThat(first.window()).isEqualTo(7);
    }

    @Test
    void numbersBelowOneAreRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.window(0))
                .withMessage("window is 0; it must be at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.concurrency(-1))
                .withMessage("concurrency is -1; it must be at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxFilesPerCall(0))
                .withMessage("maxFilesPerCall is 0; it must be at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.stopWhenUnreachable(-1))
                .withMessage("stopWhenUnreachable is -1; it must not be negative");
    }

    @Test
    void invalidDurationsAreRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.linger(Duration.ofNanos(-1)))
                .withMessageContaining("linger is PT-0.000000001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.waitWhenUnreachable(Duration.ofNanos(-1)))
                .withMessageContaining("waitWhenUnreachable is PT-0.000000001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.progress(Duration.ZERO, progress -> {}))
                .withMessage("interval is PT0S; it must be positive");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.expectedRequests(-1))
                .withMessage("expectedRequests is -1; it must not be negative");
    }

    @Test
    void durationsThatMeanForeverAreCapped() {
        Duration forever = ChronoUnit.FOREVER.getDuration();
        BulkOptions options = builder.linger(forever)
                .waitWhenUnreachable(forever)
                .progress(forever, progress -> {})
                .build();
        assertThat(options.linger().toNanos()).isPositive();
        assertThat(options.waitWhenUnreachable().toNanos()).isPositive();
        assertThat(options.progressInterval().toNanos()).isPositive();
    }

    @Test
    @SuppressWarnings("NullAway")
    void aMissingLedgerIsRefused() {
        assertThatNullPointerException().isThrownBy(() -> builder.ledger(null)).withMessage("ledger");
    }

    @Test
    void theToStringListsTheOptions() {
        assertThat(BulkOptions.defaults())
                .hasToString("BulkOptions[window=5000, linger=PT0.1S, concurrency=16, maxFilesPerCall=100,"
                        + " bisectRefused=true, notFoundMeansAbsent=false, failFast=false, stopOnUnauthorized=true,"
                        + " stopWhenUnreachable=16, waitWhenUnreachable=PT0S, dryRun=false, ledger=false]");
    }
}
