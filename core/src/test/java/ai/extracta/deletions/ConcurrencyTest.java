package ai.extracta.deletions;

import static ai.extracta.deletions.FakeTransport.isSilent;
import static ai.extracta.deletions.FakeTransport.refuses;
import static ai.extracta.deletions.FakeTransport.succeeds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import ai.extracta.deletions.internal.call.ClientTimer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.test.scheduler.VirtualTimeScheduler;

class ConcurrencyTest {

    private final FakeTransport transport = new FakeTransport();
    private final ClassificationDeletions.Builder builder =
            ClassificationDeletions.builder().apiKey(ApiKey.of("key-1")).transport(transport);

    @Test
    void aFixedNumberStaysTheSame() {
        Concurrency fixed = Concurrency.fixed(7);

        assertThat(fixed.max()).isEqualTo(7);
        assertThat(fixed.newLimit().current()).isEqualTo(7);
        assertThat(fixed.newLimit().isAdaptive()).isFalse();
        assertThat(fixed).hasToString("Concurrency[7]");
    }

    @Test
    void anAdaptiveNumberBeginsAtItsMinimum() {
        Concurrency adaptive = Concurrency.adaptive(2, 64);

        assertThat(adaptive.max()).isEqualTo(64);
        assertThat(adaptive.newLimit().current()).isEqualTo(2);
        assertThat(adaptive.newLimit().isAdaptive()).isTrue();
        assertThat(adaptive).hasToString("Concurrency[2..64]");
    }

    @Test
    void eachClientLearnsForItself() {
        Concurrency adaptive = Concurrency.adaptive(2, 64);

        assertThat(adaptive.newLimit()).isNotSameAs(adaptive.newLimit());
    }

    @Test
    void whatCannotMoveIsFixed() {
        assertThat(Concurrency.adaptive(3, 3).newLimit().isAdaptive()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void aFixedNumberBelowOneIsRefused(int calls) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Concurrency.fixed(calls))
                .withMessage("maxInFlight is " + calls + "; it must be at least 1");
    }

    @ParameterizedTest
    @CsvSource({"0, 5", "-1, 5", "6, 5"})
    void aRangeThatBeginsBelowOneOrAfterItsEndIsRefused(int min, int max) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Concurrency.adaptive(min, max))
                .withMessage("the concurrency is from " + min + " to " + max
                        + "; it must begin at 1 or more and not end before it begins");
    }

    @Test
    void aBuilderTakesIt() {
        transport.always(isSilent());
        ClassificationDeletions client =
                builder.concurrency(Concurrency.adaptive(3, 20)).build();

        for (int i = 0; i < 10; i++) {
            client.deleteClassification("c").subscribe();
        }

        assertThat(transport.exchanges()).isEqualTo(3);
        assertThatNullPointerException().isThrownBy(() -> builder.concurrency(null));
    }

    @Test
    void itGrowsWhileCallsSucceedAndFallsWhenTheServerThrottles() {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        ClassificationDeletions client = ClientFactory.create(
                builder.concurrency(Concurrency.adaptive(1, 100)).retryPolicy(RetryPolicy.none()),
                new ClientTimer(time, () -> {}));

        endImmediately(client, 400, succeeds());
        int grown = inFlight(client);
        endImmediately(client, 400, refuses(429, "retry-after", "0"));
        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(grown).isEqualTo(2); // one more than one caller at a time ever used
        assertThat(inFlight(client)).isEqualTo(1);
    }

    private void endImmediately(ClassificationDeletions client, int calls, FakeTransport.Script script) {
        transport.always(script);
        for (int i = 0; i < calls; i++) {
            client.deleteClassification("c").subscribe(receipt -> {}, failure -> {});
        }
    }

    /** How many of many are sent before one of them ends. */
    private int inFlight(ClassificationDeletions client) {
        transport.always(isSilent());
        int before = transport.exchanges();
        Disposable.Composite calls = Disposables.composite();
        for (int i = 0; i < 200; i++) {
            calls.add(client.deleteClassification("c").subscribe());
        }
        int sent = transport.exchanges() - before;
        calls.dispose();
        return sent;
    }
}
