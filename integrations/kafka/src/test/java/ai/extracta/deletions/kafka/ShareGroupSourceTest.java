package ai.extracta.deletions.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShareGroupSourceTest {

    private final FakeShareConsumer consumer = new FakeShareConsumer();
    private final ShareGroupSource source = new ShareGroupSource(consumer, "requests");

    @BeforeEach
    void subscribe() {
        source.subscribe(new NoHolder());
    }

    private static Position at(long offset) {
        return new Position(FakeShareConsumer.PARTITION, offset);
    }

    private List<Received> poll() {
        return source.poll(Duration.ZERO);
    }

    @Test
    void eachRecordIsAcknowledgedByItself() {
        consumer.add(0, 1);
        consumer.add(1, 3);

        assertThat(poll()).extracting(Received::deliveries).containsExactly(1, 3);
        source.accept(at(1));
        source.release(at(0));

        assertThat(consumer.acknowledgements()).containsExactly("accept 1", "release 0");
    }

    @Test
    void onlyARecordThatWasDeliveredBeforeIsRedelivered() {
        consumer.add(0, 1);
        consumer.add(1, 2);

        assertThat(poll()).extracting(Received::isRedelivered).containsExactly(false, true);
    }

    @Test
    void whatIsStillExecutedIsRenewedAndCanBeAcceptedThen() {
        consumer.add(0, 1);
        consumer.add(1, 1);
        poll();
        source.accept(at(0));

        source.keepAlive();
        source.accept(at(1));

        assertThat(consumer.acknowledgements()).containsExactly("accept 0", "renew 1", "accept 1");
    }

    @Test
    void aRecordThatIsFinishedDuringItsRenewalIsAcceptedAfterIt() {
        consumer.add(0, 1);
        poll();
        consumer.holdRenewals(true);
        source.keepAlive();

        assertThat(source.accept(at(0))).isTrue();
        assertThat(consumer.acknowledgements()).containsExactly("renew 0");
        consumer.holdRenewals(false);
        assertThat(poll()).isEmpty();

        assertThat(consumer.acknowledgements()).containsExactly("renew 0", "accept 0");
    }

    @Test
    void aRenewalThatIsNotConfirmedIsSoonAskedForAgain() {
        consumer.add(0, 1);
        poll();
        assertThat(source.keepAliveInterval()).hasSeconds(10);
        consumer.holdRenewals(true);

        source.keepAlive();

        assertThat(source.keepAliveInterval()).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void nothingIsFetchedBeforeARenewalIsConfirmed() {
        consumer.add(0, 1);
        poll();
        consumer.holdRenewals(true);
        int polls = consumer.polls();

        source.keepAlive();
        assertThat(source.keepAlive()).isEmpty();
        assertThat(consumer.polls()).isEqualTo(polls);

        consumer.holdRenewals(false);
        source.keepAlive();
        assertThat(source.accept(at(0))).isTrue();
        assertThat(consumer.acknowledgements()).containsExactly("renew 0", "accept 0");
    }

    @Test
    void aRecordWhoseLockExpiredIsRedelivered() {
        consumer.add(0, 1);
        poll();
        consumer.holdRenewals(true);
        source.keepAlive();
        consumer.failRenewals();

        assertThat(source.accept(at(0))).isFalse();
        consumer.add(0, 1);
        assertThat(poll()).extracting(Received::isRedelivered).containsExactly(true);
    }
}
