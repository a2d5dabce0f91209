package ai.extracta.deletions.cli;

import ai.extracta.deletions.model.DeletionRequest;
import java.io.IOException;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** What to delete. Can be read several times and is the same each time: what was checked and shown is what is sent. */
interface Input extends AutoCloseable {

    /**
     * Reads it from the beginning.
     *
     * @throws UsageException in the reader, at the first row that is not right
     */
    RequestReader open() throws IOException;

    @Override
    void close() throws IOException;

    /** Cold; reads as fast as it is asked to, on a thread that may block. */
    default Flux<DeletionRequest> requests() {
        return Flux.using(this::open, reader -> Flux.fromIterable(() -> reader), RequestReader::close)
                .subscribeOn(Schedulers.boundedElastic());
    }

    /** What stands in the arguments. */
    static Input of(List<DeletionRequest> requests) {
        return new Input() {
            @Override
            public RequestReader open() {
                return RequestReader.of(requests);
            }

            @Override
            public void close() {}
        };
    }
}
