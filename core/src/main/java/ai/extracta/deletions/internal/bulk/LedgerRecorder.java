package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.error.CallRejectedException;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Writes to the ledger, if any; results are published only after they are durable. */
record LedgerRecorder(@Nullable DeletionLedger ledger, PendingOperations operations, StopSignal stop) {

    private static final Logger LOG = LoggerFactory.getLogger(DeletionLedger.class);

    /** Continues once it is durable that the requests are about to be sent, or with the rejection of the call. */
    void begin(
            DeletionRequest call,
            Collection<PendingRequest> requests,
            Consumer<@Nullable CallRejectedException> onDurable) {
        if (ledger == null) {
            onDurable.accept(null);
            return;
        }
        startNew(ledger, requests);
        whenEnded(
                recordings(requests), failure -> onDurable.accept(failure == null ? null : notRecorded(call, failure)));
    }

    /** A request split over several calls is recorded once, and all of them wait for it. */
    private void startNew(DeletionLedger ledger, Collection<PendingRequest> requests) {
        List<DeletionRequest> unstarted = new ArrayList<>(requests.size());
        Recording recording = new Recording();
        for (PendingRequest pending : requests) {
            if (!pending.isStarted()) {
                unstarted.add(pending.request());
                pending.start(recording);
            }
        }
        if (!unstarted.isEmpty()) {
            operations.subscribe(
                    Mono.defer(() -> ledger.begin(unstarted)), (nothing, failure) -> recording.end(failure));
        }
    }

    private static Set<Recording> recordings(Collection<PendingRequest> requests) {
        Set<Recording> recordings = new LinkedHashSet<>();
        for (PendingRequest pending : requests) {
            recordings.add(pending.recording());
        }
        return recordings;
    }

    private static void whenEnded(Set<Recording> recordings, Consumer<@Nullable Throwable> onEnd) {
        for (Recording recording : recordings) {
            if (!recording.hasEnded()) {
                recording.onEnd(() -> whenEnded(recordings, onEnd));
                return;
            }
            if (recording.failure() != null) {
                onEnd.accept(recording.failure());
                return;
            }
        }
        onEnd.accept(null);
    }

    private CallRejectedException notRecorded(DeletionRequest call, Throwable failure) {
        String message = "the ledger could not record it before it was sent, so nothing more is sent";
        CallRejectedException rejection = new CallRejectedException(call, message, failure);
        stop.stop(rejection);
        return rejection;
    }

    /** Publishes new results: of started requests when the ledger has them or has failed, of others at once. */
    void finish(Collection<PendingRequest> requests) {
        List<PendingRequest> started = new ArrayList<>();
        for (PendingRequest pending : requests) {
            if (pending.hasNewResult()) {
                if (ledger != null && pending.isStarted()) {
                    started.add(pending);
                } else {
                    pending.publish();
                }
            }
        }
        if (!started.isEmpty()) {
            List<DeletionResult> results = new ArrayList<>(started.size());
            started.forEach(pending -> results.add(pending.takeResult()));
            operations.subscribe(finished(results), (nothing, failure) -> {
                started.forEach(PendingRequest::publish);
                if (failure != null) {
                    stop.stop(failure);
                }
            });
        }
    }

    void reject(Collection<PendingRequest> requests, Throwable reason) {
        requests.forEach(pending -> pending.failed(StopSignal.notSent(pending.request(), reason)));
        finish(requests);
    }

    /** Records results that nobody is waiting for any more. */
    void recordQuietly(Collection<PendingRequest> requests) {
        if (ledger != null && !requests.isEmpty()) {
            try {
                finished(requests.stream().map(PendingRequest::takeResult).toList())
                        .subscribe(nothing -> {}, LedgerRecorder::logUnrecorded);
            } catch (Throwable fatal) {
                logUnrecorded(fatal);
            }
        }
    }

    private static void logUnrecorded(Throwable failure) {
        LOG.debug("The ledger could not record cancelled requests", failure);
    }

    private Mono<Void> finished(List<DeletionResult> results) {
        DeletionLedger writable = Objects.requireNonNull(ledger);
        return Mono.defer(() -> writable.finish(results));
    }
}
