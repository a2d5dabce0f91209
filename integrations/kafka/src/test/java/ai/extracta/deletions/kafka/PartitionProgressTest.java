package ai.extracta.deletions.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

class PartitionProgressTest {

    private final PartitionProgress progress = new PartitionProgress(null);

    @Test
    void commitsTheLowestOffsetThatIsNotFinished() {
        progress.deliver(5);
        progress.deliver(6);
        progress.deliver(7);
        progress.finish(7);
        progress.finish(5);

        assertThat(progress.toCommit().offset()).isEqualTo(6);
    }

    @Test
    void commitsTheNextOffsetWhenEverythingIsFinished() {
        progress.deliver(5);
        progress.finish(5);

        assertThat(progress.toCommit().offset()).isEqualTo(6);
    }

    @Test
    void theNextOwnerKnowsWhichRecordsMayHaveBeenExecuted() {
        progress.deliver(5);
        progress.deliver(6);

        PartitionProgress next = new PartitionProgress(progress.toCommit());

        assertThat(next.deliver(5)).isTrue();
        assertThat(next.deliver(6)).isTrue();
        assertThat(next.deliver(7)).isFalse();
    }

    @Test
    void soDoesTheOneAfterThatWhoFinishedNothing() {
        progress.deliver(5);
        progress.deliver(6);
        PartitionProgress next = new PartitionProgress(progress.toCommit());
        next.deliver(5);

        PartitionProgress last = new PartitionProgress(next.toCommit());

        assertThat(last.deliver(6)).isTrue();
    }

    @Test
    void aDeliveryThatIsTakenBackWasNoDelivery() {
        progress.deliver(5);
        progress.delivered();
        progress.deliver(6);
        progress.rewind(6);

        PartitionProgress next = new PartitionProgress(progress.toCommit());

        assertThat(progress.toCommit().offset()).isEqualTo(5);
        assertThat(next.deliver(5)).isTrue();
        assertThat(next.deliver(6)).isFalse();
    }

    @Test
    void metadataOfOthersIsIgnored() {
        PartitionProgress next = new PartitionProgress(new OffsetAndMetadata(5, "delivered below me"));

        assertThat(next.deliver(5)).isFalse();
    }
}
