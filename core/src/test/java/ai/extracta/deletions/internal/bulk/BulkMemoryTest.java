package ai.extracta.deletions.internal.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.CorrelatedResult;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import ai.extracta.deletions.model.DeletionRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The build runs it with a heap of 64 MiB. */
class BulkMemoryTest {

    private static final int REQUESTS = 10_000_000;
    private static final int ELEMENTS = 1_000_000;
    private static final long HEAP = 64 * 1024 * 1024;

    @Test
    @Timeout(180)
    void tenMillionRequestsFitIntoASmallHeap() {
        assertThat(Runtime.getRuntime().maxMemory()).isLessThanOrEqualTo(HEAP);
        Flux<DeletionRequest> requests =
                Flux.range(0, REQUESTS).map(i -> new DeleteFiles("cls-1", "batch-1", List.of("file-" + i)));
        Flux<DeletionResult> results = Bulk.deleteAll(
                request -> Mono.just(ModelServer.receipt(request, Confirmation.CONFIRMED)),
                BulkOptions.defaults(),
                requests);
        assertThat(results.filter(DeletionResult::isGone).count().block(Duration.ofSeconds(170)))
                .isEqualTo(REQUESTS);
    }

    @Test
    @Timeout(180)
    void oneMillionElementsOfAKilobyteFitIntoASmallHeap() {
        assertThat(Runtime.getRuntime().maxMemory()).isLessThanOrEqualTo(HEAP);
        Flux<CorrelatedResult<Element>> results = Bulk.deleteAll(
                request -> Mono.just(ModelServer.receipt(request, Confirmation.CONFIRMED)),
                BulkOptions.defaults(),
                Flux.range(0, ELEMENTS).map(i -> new Element("file-" + i, ByteBuffer.allocate(1_000))),
                element -> new DeleteFiles("cls-1", "batch-1", List.of(element.fileId())));
        assertThat(results.filter(each -> each.result().isGone()).count().block(Duration.ofSeconds(170)))
                .isEqualTo(ELEMENTS);
    }

    private record Element(String fileId, ByteBuffer body) {}
}
