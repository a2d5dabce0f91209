package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.bulk.CorrelatedResult;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The rules of Reactive Streams for publishers; inherited from its TCK, and run by TestNG. */
public final class CorrelationTckTest extends PublisherVerification<CorrelatedResult<Integer>> {

    public CorrelationTckTest() {
        super(new TestEnvironment(2_000, 50));
    }

    @Override
    public Publisher<CorrelatedResult<Integer>> createPublisher(long elements) {
        return deleteAll(Flux.range(0, (int) elements));
    }

    @Override
    public Publisher<CorrelatedResult<Integer>> createFailedPublisher() {
        return deleteAll(Flux.error(new IllegalStateException("the source failed")));
    }

    /** More than one window, and as much as an {@code int} counts. */
    @Override
    public long maxElementsFromPublisher() {
        return Integer.MAX_VALUE;
    }

    private static Flux<CorrelatedResult<Integer>> deleteAll(Flux<Integer> numbers) {
        return Bulk.deleteAll(
                request -> Mono.just(ModelServer.receipt(request, Confirmation.CONFIRMED)),
                Bulk.quick().window(4).build(),
                numbers,
                BulkTckTest::request);
    }
}
