package ai.extracta.deletions.bulk;

import ai.extracta.deletions.model.DeletionRequest;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Remembers, across crashes, what was about to be sent and what became of it, so that a job that is started again repeats
 * only what is not certain. {@link FileLedger} is the one that comes with the SDK; this is the SPI for another.
 *
 * <p>A request is known by what it asks for: two requests for the same files of the same batch are one, in whatever order they
 * name them. One ledger is for one job; while it is open nobody else may write it.
 *
 * <p>Every Mono is cold, does what it says once per subscription, and must not block the subscribing thread. What {@link #begin}
 * and {@link #finish} were told must be durable, as a killed process or a lost power supply leaves it, before they complete. If
 * one fails, the stream sends nothing that follows and ends with that failure.
 *
 * @since 0.1.0
 */
public interface DeletionLedger extends AutoCloseable {

    /**
     * What a ledger knows of a request.
     *
     * @since 0.1.0
     */
    enum State {
        /** Nothing, or that it certainly did not happen and may be tried again. */
        OPEN,
        /** That it was about to be sent: it may have happened. */
        BEGUN,
        /** That it is gone. */
        GONE,
        /** That the server refused it for what it asks. */
        REFUSED
    }

    /**
     * Says what is known of requests.
     *
     * @param requests the requests
     * @return cold; as many states, in the order of the requests
     */
    Mono<List<State>> lookup(List<DeletionRequest> requests);

    /**
     * Remembers that requests are about to be sent: {@link State#BEGUN}.
     *
     * @param requests the requests
     * @return cold; completes, empty, when that is durable
     */
    Mono<Void> begin(List<DeletionRequest> requests);

    /**
     * Remembers what became of requests: {@link #stateAfter} says which state each has from now on.
     *
     * @param results the results, all of requests that were begun
     * @return cold; completes, empty, when that is durable
     */
    Mono<Void> finish(List<DeletionResult> results);

    /** Releases what was opened. Idempotent. */
    @Override
    void close();

    /**
     * Says which state a result leaves its request in. What is gone stays so. A refusal counts as final if it is for what the
     * request asks (400, 404, 409, 413, 415, 422), and not if it is for who asks or how often (such as 401, 403, 429).
     *
     * @param result the result
     * @return the state
     */
    static State stateAfter(DeletionResult result) {
        return FinalStates.after(result);
    }
}
