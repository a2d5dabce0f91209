package ai.extracta.deletions.cli;

import ai.extracta.deletions.model.DeletionRequest;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** What to delete. Can be read several times with the same result: what was checked and shown is what is sent. */
interface Input extends AutoCloseable {

    /**
     * Reads it lazily from the beginning; the caller closes the stream. Its operations throw a {@link UsageException}
     * at the first invalid row.
     */
    Stream<DeletionRequest> open();

    @Override
    void close() throws IOException;

    /** Cold; reads on demand, on a thread that may block. */
    default Flux<DeletionRequest> requests() {
        return Flux.fromStream(this::open).subscribeOn(Schedulers.boundedElastic());
    }

    /** The requests that were given as arguments. */
    static Input of(List<DeletionRequest> requests) {
        return new Input() {
            @Override
            public Stream<DeletionRequest> open() {
                return requests.stream();
            }

            @Override
            public void close() {}
        };
    }
}
