package ai.extracta.deletions;

import static ai.extracta.deletions.FakeTransport.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionResult.AlreadyAbsent;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeletionRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class CorrelatedDeletionsTest {

    private final Fixture fixture = new Fixture();

    @Test
    void aViewAppliesItsSettings() {
        fixture.transport.always(refuses(404));

        StepVerifier.create(fixture.client()
                        .withNotFoundMeansAbsent(true)
                        .deleteAll(Flux.just("batch-1"), CorrelatedDeletionsTest::toRequest))
                .assertNext(each -> {
                    assertThat(each.item()).isEqualTo("batch-1");
                    assertThat(each.result()).isInstanceOf(AlreadyAbsent.class);
                })
                .expectComplete()
                .verify(Duration.ofSeconds(20));
    }

    @Test
    void aMissingArgumentIsRefusedAtOnce() {
        ClassificationDeletions client = fixture.client();

        assertThatNullPointerException()
                .isThrownBy(() -> client.deleteAll(null, CorrelatedDeletionsTest::toRequest))
                .withMessage("items");
        assertThatNullPointerException()
                .isThrownBy(() -> client.deleteAll(Flux.<String>empty(), null, BulkOptions.defaults()))
                .withMessage("toRequest");
        assertThatNullPointerException()
                .isThrownBy(() -> client.deleteAll(Flux.<String>empty(), CorrelatedDeletionsTest::toRequest, null))
                .withMessage("options");
    }

    private static DeletionRequest toRequest(String batchId) {
        return new DeleteBatch("cls-1", batchId);
    }
}
