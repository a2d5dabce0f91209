package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.List;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The rules of Reactive Streams for publishers; inherited from its TCK, and run by TestNG. */
public final class BulkTckTest extends PublisherVerification<DeletionResult> {

    public BulkTckTest() {
        super(new TestEnvironment(2_000, 50));
    }

    @Override
    public Publisher<DeletionResult> createPublisher(long elements) {
        return deleteAll(Flux.range(0, (int) elements).map(BulkTckTest::request));
    }

    @Override
    public Publisher<DeletionResult> createFailedPublisher() {
        return deleteAll(Flux.error(new IllegalStateException("the source failed")));
    }

    /** More than one window, and as much as an {@code int} counts. */
    @Override
    public long maxElementsFromPublisher() {
        return Integer.MAX_VALUE;
    }

    private static Flux<DeletionResult> deleteAll(Flux<DeletionRequest> requests) {
        return Bulk.deleteAll(
                request -> Mono.just(ModelServer.receipt(request, Confirmation.CONFIRMED)),
                Bulk.quick().window(4).build(),
                requests);
    }

    static DeleteFiles request(int number) {
        return new DeleteFiles("cls-1", "batch-1", List.of("f-" + number));
    }
}
