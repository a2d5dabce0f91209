package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.Skipped;
import ai.extracta.deletions.error.CallRejectedException;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The calls of one run: which may start, what their ends mean for the entries, and what follows from that. */
final class Calls {

    private final Function<DeletionRequest, Mono<DeletionReceipt>> delete;
    private final BulkOptions options;
    private final Scheduler timer;
    private final Tally tally;
    private final Books books;
    private final Steps steps;
    private final CallPlanner planner;
    private final Precedence precedence = new Precedence();
    private final Deque<BulkCall> ready = new ArrayDeque<>();
    private final Set<BulkCall> unsent = new LinkedHashSet<>();
    private final Set<BulkCall> sent = new LinkedHashSet<>();
    private @Nullable Throwable stop;
    private int running;

    Calls(
            Function<DeletionRequest, Mono<DeletionReceipt>> delete,
            BulkOptions options,
            Scheduler timer,
            Tally tally,
            Books books,
            Steps steps) {
        this.delete = delete;
        this.options = options;
        this.timer = timer;
        this.tally = tally;
        this.books = books;
        this.steps = steps;
        this.planner = new CallPlanner(options.maxFilesPerCall());
    }

    /** Plans calls for the entries, and starts them as soon as they may. */
    void add(Collection<Entry> entries) {
        List<BulkCall> calls = planner.plan(entries, null);
        if (options.dryRun()) {
            calls.forEach(this::pretend);
            return;
        }
        unsent.addAll(calls);
        calls.stream().filter(precedence::enter).forEach(ready::add);
    }

    /** Making the call, without subscribing to it, shows whether it could be sent. */
    private void pretend(BulkCall call) {
        List<Entry> entries =
                call.entries().stream().filter(entry -> !entry.isSettled()).toList();
        try {
            Objects.requireNonNull(delete.apply(call.request()));
            entries.forEach(entry -> entry.skipped(Skipped.Reason.DRY_RUN));
        } catch (RuntimeException e) {
            entries.forEach(entry -> entry.failed(e, call.leastOutcome()));
        }
        finish(entries);
    }

    boolean hasRoom() {
        return running + ready.size() < options.concurrency();
    }

    boolean isIdle() {
        return running == 0 && unsent.isEmpty();
    }

    void startWhatMay() {
        while (running < options.concurrency() && !ready.isEmpty()) {
            start(ready.remove());
        }
    }

    private void start(BulkCall call) {
        running++;
        unsent.remove(call);
        List<Entry> begun = call.entries().stream().filter(Entry::begin).toList();
        books.begin(begun, failure -> {
            if (failure != null) {
                notRecorded(call, failure);
            } else if (stop != null) {
                fail(call, notSent(call.request(), stop));
                end(call);
            } else if (call.takenAlongBy() != null) {
                takenAlong(call, call.takenAlongBy());
            } else {
                send(call);
            }
        });
    }

    private void takenAlong(BulkCall call, DeletionRequest by) {
        List<Entry> entries =
                call.entries().stream().filter(entry -> !entry.isSettled()).toList();
        entries.forEach(entry -> entry.subsumed(by));
        finish(entries);
        end(call);
    }

    /** For what lies in something that the ledger says is gone: recorded like any other, and not sent. */
    void takenAlong(Entry entry, DeletionRequest by) {
        if (options.dryRun()) {
            entry.subsumed(by);
            finish(List.of(entry));
            return;
        }
        running++;
        entry.begin();
        books.begin(List.of(entry), failure -> {
            running--;
            if (failure == null) {
                entry.subsumed(by);
            } else {
                CallRejectedException rejection = notRecorded(entry.request(), failure);
                entry.failed(rejection, entry.leastOutcome());
                stop(rejection);
            }
            finish(List.of(entry));
        });
    }

    private static CallRejectedException notRecorded(DeletionRequest request, Throwable failure) {
        String message = "the ledger could not record it before it was sent, so nothing more is sent";
        return new CallRejectedException(request, message, failure);
    }

    private void notRecorded(BulkCall call, Throwable failure) {
        CallRejectedException rejection = notRecorded(call.request(), failure);
        fail(call, rejection);
        stop(rejection);
        end(call);
    }

    private void send(BulkCall call) {
        Mono<DeletionReceipt> exchange;
        try {
            exchange = delete.apply(call.request());
        } catch (RuntimeException e) {
            fail(call, e);
            end(call);
            return;
        }
        tally.callStarts();
        sent.add(call);
        long begin = timer.now(TimeUnit.NANOSECONDS);
        steps.take(exchange, (receipt, failure) -> {
            sent.remove(call);
            if (receipt != null) {
                answered(call, receipt);
            } else {
                failed(call, asException(call, failure), Duration.ofNanos(timer.now(TimeUnit.NANOSECONDS) - begin));
            }
            end(call);
        });
    }

    /** What nobody foresaw may have happened at any time. */
    private static DeletionException asException(BulkCall call, @Nullable Throwable failure) {
        if (failure instanceof DeletionException known) {
            return known;
        }
        TransportException cause = failure == null
                ? new TransportException(Kind.PROTOCOL, true, "the call ended without a receipt")
                : TransportException.of(failure, true);
        return new TransportFailedException(call.request(), Outcome.UNKNOWN, 1, cause);
    }

    /** That several files are absent may be true of one only: then it was not all of them that were deleted before. */
    private void answered(BulkCall call, DeletionReceipt receipt) {
        if (receipt.confirmation() == Confirmation.ALREADY_ABSENT && call.canBeSplit()) {
            follow(call.split(Outcome.UNKNOWN));
        } else {
            gone(call, receipt);
        }
    }

    private void failed(BulkCall call, DeletionException failure, Duration elapsed) {
        if (call.canBeSplit() && isToBeSplit(call, failure)) {
            follow(call.split(Outcome.REFUSED));
        } else if (call.isDoubted() && Verdict.isNotFound(failure)) {
            gone(call, Verdict.absent((ResponseException) failure, elapsed));
        } else {
            fail(call, failure);
            if (options.failFast() || (options.stopOnUnauthorized() && Verdict.isUnauthorized(failure))) {
                stop(failure);
            }
        }
    }

    private boolean isToBeSplit(BulkCall call, Throwable failure) {
        return (options.bisectRefused() && Verdict.mayBlameAPart(failure))
                || (call.isDoubted() && Verdict.isNotFound(failure));
    }

    /** These continue a call that has ended; they go before what has not begun. */
    private void follow(List<BulkCall> calls) {
        unsent.addAll(calls);
        for (int i = calls.size() - 1; i >= 0; i--) {
            ready.addFirst(calls.get(i));
        }
    }

    private void gone(BulkCall call, DeletionReceipt receipt) {
        call.parts().forEach(part -> part.owners().forEach(owner -> owner.partIsGone(receipt)));
        call.covered().forEach(entry -> entry.subsumed(call.request()));
        call.takeAlong();
        finishSettled(call);
    }

    /** What it would have taken along is sent by itself if that is certain not to have happened. */
    private void fail(BulkCall call, RuntimeException failure) {
        Outcome least = call.leastOutcome();
        call.parts().forEach(part -> part.owners().forEach(owner -> owner.partFailed(part.fileId(), failure, least)));
        if (!call.isDoubted() && Verdict.isRefused(failure)) {
            follow(planner.plan(call.covered(), call));
        } else {
            call.covered().forEach(entry -> entry.failed(failure, least));
        }
        finishSettled(call);
    }

    private void finishSettled(BulkCall call) {
        finish(call.entries().stream().filter(Entry::isSettled).toList());
    }

    private void finish(List<Entry> settled) {
        books.finish(settled, this::stop);
    }

    private void end(BulkCall call) {
        running--;
        if (call.end()) {
            precedence.leave(call.root()).forEach(ready::add);
        }
    }

    /** From here on nothing is sent that was not. The first reason counts. */
    void stop(Throwable reason) {
        if (stop == null) {
            stop = reason;
        }
    }

    /** Why nothing more is sent, or null if that goes on. */
    @Nullable Throwable stopReason() {
        return stop;
    }

    /** Gives what was not sent its result. */
    void giveUpUnsent(Throwable reason) {
        ready.clear();
        List<BulkCall> calls = List.copyOf(unsent);
        unsent.clear();
        calls.forEach(call -> fail(call, notSent(call.request(), reason)));
    }

    static CallRejectedException notSent(DeletionRequest request, Throwable reason) {
        return new CallRejectedException(request, "the stream of deletions ended before it was sent", reason);
    }

    /** Ends what is under way without waiting for it. */
    void cancel() {
        Set<Entry> lost = new LinkedHashSet<>();
        sent.forEach(call -> lost.addAll(call.entries()));
        steps.cancel();
        List<DeletionResult> results = lost.stream()
                .filter(entry -> !entry.isSettled())
                .map(entry -> {
                    entry.failed(notSent(entry.request(), new CancellationException("cancelled")), Outcome.UNKNOWN);
                    return entry.result();
                })
                .toList();
        books.finishUnheard(results);
    }
}
