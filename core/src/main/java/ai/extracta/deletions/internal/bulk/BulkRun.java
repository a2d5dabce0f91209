package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.bulk.DeletionResult.Skipped;
import ai.extracta.deletions.internal.Scope;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

/** One subscription: takes requests from the source as results are taken from it. Everything happens in tasks, one at a time. */
final class BulkRun implements CoreSubscriber<DeletionRequest>, Subscription {

    private static final AtomicLongFieldUpdater<BulkRun> DEMAND =
            AtomicLongFieldUpdater.newUpdater(BulkRun.class, "demand");

    private final CoreSubscriber<? super DeletionResult> actual;
    private final BulkOptions options;
    private final Serial serial = new Serial();
    private volatile long demand;
    private final Tally tally;
    private final Books books;
    private final Calls calls;
    private final Windows windows;
    private final Queue<DeletionResult> results = new ArrayDeque<>();
    private volatile Subscription source = Operators.emptySubscription();
    private volatile boolean isCancelled;
    private boolean isSourceDone;
    private boolean isLookingUp;
    private boolean isOver;
    private int toReplace;

    BulkRun(
            CoreSubscriber<? super DeletionResult> actual,
            Function<DeletionRequest, Mono<DeletionReceipt>> delete,
            BulkOptions options,
            Scheduler timer) {
        this.actual = actual;
        this.options = options;
        this.tally = new Tally(options, timer);
        Steps steps = new Steps(actual.currentContext(), this::run);
        this.books = new Books(options.ledger().orElse(null), steps, this::publish);
        this.calls = new Calls(delete, options, timer, tally, books, steps);
        this.windows = new Windows(options.window(), options.linger(), timer, () -> run(() -> {}));
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        if (Operators.validate(source == Operators.emptySubscription() ? null : source, subscription)) {
            source = subscription;
            tally.tellRegularly(() -> run(tally::tell));
            actual.onSubscribe(this);
            subscription.request(2L * options.window());
        }
    }

    @Override
    public void onNext(@Nullable DeletionRequest request) {
        run(() -> accept(request));
    }

    private void accept(@Nullable DeletionRequest request) {
        long index = tally.nextIndex();
        if (request == null) {
            publish(Failed.ofNull(index));
        } else {
            windows.add(new Entry(index, request));
        }
    }

    @Override
    public void onError(Throwable failure) {
        run(() -> {
            isSourceDone = true;
            calls.stop(failure);
        });
    }

    @Override
    public void onComplete() {
        run(() -> isSourceDone = true);
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n)) {
            Operators.addCap(DEMAND, this, n);
            run(() -> {});
        }
    }

    @Override
    public void cancel() {
        isCancelled = true;
        run(() -> {});
    }

    private void run(Runnable task) {
        serial.run(() -> {
            if (isOver) {
                return;
            }
            try {
                task.run();
                advance();
            } catch (RuntimeException | Error e) {
                crash(e);
            }
        });
    }

    /** Does whatever has become possible. */
    private void advance() {
        Throwable stop = calls.stopReason();
        if (isCancelled) {
            abandon();
        } else {
            if (stop == null) {
                lookUp();
                calls.startWhatMay();
            } else {
                giveUp(stop);
            }
            deliver();
            endIfDone();
        }
    }

    private void lookUp() {
        if (isSourceDone) {
            windows.close();
        } else if (calls.hasRoom()) {
            windows.closeIfDue();
        }
        while (windows.hasClosed() && !isLookingUp) {
            List<Entry> window = windows.takeClosed();
            isLookingUp = true;
            books.lookUp(window, (known, failure) -> lookedUp(window, known, failure));
        }
    }

    private void lookedUp(
            List<Entry> window, @Nullable Map<DeletionRequest, State> known, @Nullable Throwable failure) {
        isLookingUp = false;
        if (failure != null) {
            calls.stop(failure);
        }
        Throwable stop = calls.stopReason();
        if (stop != null) {
            reject(window, stop);
        } else if (known != null) {
            calls.add(toBeSent(window, known));
        }
    }

    private List<Entry> toBeSent(List<Entry> window, Map<DeletionRequest, State> known) {
        List<Entry> toBeSent = new ArrayList<>();
        List<Entry> skipped = new ArrayList<>();
        for (Entry entry : window) {
            switch (known.getOrDefault(entry.request(), State.OPEN)) {
                case GONE -> skip(entry, Skipped.Reason.GONE_BEFORE, skipped);
                case REFUSED -> skip(entry, Skipped.Reason.REFUSED_BEFORE, skipped);
                case BEGUN -> {
                    entry.doubt();
                    toBeSent.add(entry);
                }
                case OPEN -> toBeSent.add(entry);
            }
        }
        books.finish(skipped, calls::stop);
        toBeSent.removeIf(entry -> isTakenAlong(entry, known));
        return toBeSent;
    }

    /** By a wider deletion that the ledger knows of. */
    private boolean isTakenAlong(Entry entry, Map<DeletionRequest, State> known) {
        if (known.isEmpty()) {
            return false;
        }
        Optional<DeletionRequest> by = Scope.widerThan(entry.request()).stream()
                .filter(wider -> known.get(wider) == State.GONE)
                .findFirst();
        by.ifPresent(wider -> calls.takenAlong(entry, wider));
        return by.isPresent();
    }

    private static void skip(Entry entry, Skipped.Reason reason, List<Entry> skipped) {
        entry.skipped(reason);
        skipped.add(entry);
    }

    private void giveUp(Throwable reason) {
        if (!isSourceDone) {
            isSourceDone = true;
            source.cancel();
        }
        windows.close();
        while (windows.hasClosed()) {
            reject(windows.takeClosed(), reason);
        }
        calls.giveUpUnsent(reason);
    }

    private void reject(List<Entry> entries, Throwable reason) {
        entries.forEach(entry -> entry.failed(Calls.notSent(entry.request(), reason), entry.leastOutcome()));
        books.finish(entries, calls::stop);
    }

    private void publish(DeletionResult result) {
        tally.count(result);
        results.add(result);
    }

    private void deliver() {
        long wanted = demand;
        long delivered = 0;
        while (delivered != wanted && !results.isEmpty() && !isCancelled) {
            actual.onNext(results.remove());
            delivered++;
        }
        if (delivered > 0) {
            Operators.produced(DEMAND, this, delivered);
            replace((int) delivered);
        }
    }

    private void replace(int delivered) {
        toReplace += delivered;
        if (toReplace > options.window() / 4 && !isSourceDone) {
            int n = toReplace;
            toReplace = 0;
            source.request(n);
        }
    }

    private void endIfDone() {
        boolean isIdle = windows.isEmpty() && !isLookingUp && calls.isIdle() && books.areClosed() && results.isEmpty();
        if (isSourceDone && isIdle && !isCancelled) {
            isOver = true;
            tally.tellForTheLastTime();
            Throwable stop = calls.stopReason();
            if (stop == null) {
                actual.onComplete();
            } else {
                actual.onError(stop);
            }
        }
    }

    private void abandon() {
        isOver = true;
        windows.stopLingering();
        source.cancel();
        calls.cancel();
        tally.tellForTheLastTime();
    }

    /** A fault of this class, or of a subscriber that throws; nothing that is under way may be believed to go on. */
    private void crash(Throwable failure) {
        abandon();
        actual.onError(failure);
    }
}
