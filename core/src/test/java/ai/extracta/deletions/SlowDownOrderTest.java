package ai.extracta.deletions;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.model.DeletionReceipt;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.subscriber.TestSubscriber;

/** The client pauses before the slot of the throttled call goes to the next one. */
class SlowDownOrderTest {

    private final Fixture fixture = new Fixture().limits(1, 10).policy(RetryPolicy.safe());

    @Test
    void aCallThatWaitsForTheSlotOfARefusedOneWaitsForTheEndOfThePauseToo() {
        fixture.transport.then(
                listener -> Mono.delay(Duration.ofMillis(10), fixture.time)
                        .flatMap(tick ->
                                FakeTransport.refuses(429, "retry-after", "2").apply(listener)),
                FakeTransport.succeeds(),
                FakeTransport.succeeds());
        TestSubscriber<DeletionReceipt> refused = fixture.call();
        TestSubscriber<DeletionReceipt> waiting = fixture.call();

        fixture.pass(Duration.ofMillis(10));
        assertThat(fixture.transport.exchanges()).isEqualTo(1);
        fixture.pass(Duration.ofMillis(1999));
        assertThat(fixture.transport.exchanges()).isEqualTo(1);

        fixture.pass(Duration.ofMillis(1));
        Fixture.receipt(refused);
        Fixture.receipt(waiting);
    }
}
