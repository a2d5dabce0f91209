package ai.extracta.deletions.internal.bulk;

import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/** The cold {@code Flux} of {@code deleteAll}. */
final class BulkFlux<T, R> extends Flux<R> {

    private final BulkDeletion deletion;
    private final Publisher<? extends T> source;
    private final Correlation<T, R> correlation;

    BulkFlux(BulkDeletion deletion, Publisher<? extends T> source, Correlation<T, R> correlation) {
        this.deletion = deletion;
        this.source = source;
        this.correlation = correlation;
    }

    @Override
    public void subscribe(CoreSubscriber<? super R> actual) {
        source.subscribe(new BulkSubscription<>(actual, deletion, correlation));
    }
}
