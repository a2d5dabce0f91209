package ai.extracta.deletions.bulk;

import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.bulk.DeletionResult.Skipped;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * A write-ahead log of requests and results, so that a job restarted after a crash repeats only what is not certain.
 * SPI; the SDK provides {@code FileLedger} in the package {@code ai.extracta.deletions.ledger}.
 *
 * <p>Requests are identified by their targets: two requests for the same files of the same batch are equal,
 * whatever the order of the files. Each job has its own ledger; while it is open, nobody else may write it, unless it
 * is made for several processes that work on one job together: see {@link #startedByOthers}.
 *
 * <p>Every {@code Mono} is cold, acts once per subscription, and must not block the subscribing thread. {@link #begin}
 * and {@link #finish} complete only when the record is durable, so that it survives a killed process or a power
 * failure. If any of them fails, the stream sends nothing more and ends with that failure.
 *
 * @since 0.1.0
 */
public interface DeletionLedger extends AutoCloseable {

    /**
     * What a ledger knows about a request.
     *
     * @since 0.1.0
     */
    enum State {
        /** Nothing, or that it was certainly not deleted and may be sent again. */
        PENDING,
        /** It was about to be sent, or its outcome is not known: it may be deleted. */
        STARTED,
        /** It is certainly deleted. */
        DELETED,
        /** The server refused the request itself, so a retry would be refused too. */
        REFUSED
    }

    /**
     * Looks up the states of requests.
     *
     * @param requests the requests
     * @return cold; one state per request, in the same order
     */
    Mono<List<State>> lookup(List<DeletionRequest> requests);

    /**
     * Records that requests are about to be sent: {@link State#STARTED}.
     *
     * @param requests the requests
     * @return cold; completes empty when the record is durable
     */
    Mono<Void> begin(List<DeletionRequest> requests);

    /**
     * Says which requests others have started as well, for a ledger that several processes share. A stream asks when
     * the server did not find what a request names: if others have started it, they may have deleted it, so it is
     * {@link DeletionResult.AlreadyAbsent}, as if {@link #lookup} had returned {@link State#STARTED}. Otherwise it is
     * refused. The result is recorded after the answer.
     *
     * <p>By default nobody has, which is right for every ledger that only one stream at a time writes.
     *
     * @param requests requests that were begun by this ledger and are not finished
     * @return cold; for each request, in the same order, whether others have started it, also if they have finished it
     *     since
     */
    default Mono<List<Boolean>> startedByOthers(List<DeletionRequest> requests) {
        return Mono.just(Collections.nCopies(requests.size(), false));
    }

    /**
     * Records results; {@link #stateAfter} defines the resulting states.
     *
     * @param results the results, all of requests that were started
     * @return cold; completes empty when the record is durable
     */
    Mono<Void> finish(List<DeletionResult> results);

    /** Releases the ledger's resources. Idempotent. */
    @Override
    void close();

    /**
     * Returns the state that a result leaves its request in; {@link State#DELETED} never changes again. A refusal is
     * final if it is about the request (400, 404, 409, 410, 413, 415, 422), and not if it is about the caller or the
     * rate (such as 401, 403, 429).
     *
     * @param result the result
     * @return the state
     */
    static State stateAfter(DeletionResult result) {
        if (result instanceof Failed failed) {
            return stateAfter(failed);
        }
        if (result instanceof Skipped skipped && skipped.reason() == Skipped.Reason.PREVIOUSLY_REFUSED) {
            return State.REFUSED;
        }
        return result.isGone() ? State.DELETED : State.PENDING;
    }

    private static State stateAfter(Failed failed) {
        return switch (failed.outcome()) {
            case UNKNOWN -> State.STARTED;
            case NOT_SENT -> State.PENDING;
            case REFUSED -> isPermanent(failed.failure()) ? State.REFUSED : State.PENDING;
        };
    }

    private static boolean isPermanent(RuntimeException refusal) {
        return refusal instanceof ResponseException response
                && Set.of(400, 404, 409, 410, 413, 415, 422).contains(response.status());
    }
}
