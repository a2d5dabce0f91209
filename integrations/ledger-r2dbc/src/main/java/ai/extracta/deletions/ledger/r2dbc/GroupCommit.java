package ai.extracta.deletions.ledger.r2dbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.context.Context;

/**
 * Writes one group of rows at a time. What is to be written meanwhile is queued, and is written together, in one
 * statement and one commit. Operations of a group complete or fail together; those of different groups do so in the
 * order in which they were subscribed to.
 *
 * <p>An operation that is cancelled while queued is never written. A group is cancelled when all its operations are.
 */
final class GroupCommit<R> {

    /** So that the first operation of a group does not wait for too many others. */
    private static final int MAX_ROWS = 10_000;

    private final Function<R, UUID> key;
    private final Function<List<R>, Mono<Void>> write;
    private final Duration timeout;
    private final Queue<Operation<R>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger drains = new AtomicInteger();
    private volatile @Nullable Group current;

    /** The timeout is that of an operation, including its time in the queue. */
    GroupCommit(Function<R, UUID> key, Function<List<R>, Mono<Void>> write, Duration timeout) {
        this.key = key;
        this.write = write;
        this.timeout = timeout;
    }

    /** Cold; completes when the rows, of which no two have the same key, are committed. */
    Mono<Void> commit(List<R> rows) {
        return Mono.deferContextual(context -> {
                    Operation<R> operation = new Operation<>(rows, Context.of(context));
                    queue.add(operation);
                    drain();
                    return operation.committed.asMono().doOnCancel(() -> cancel(operation));
                })
                .timeout(timeout);
    }

    private void cancel(Operation<R> operation) {
        operation.isCancelled = true;
        drain();
    }

    /** Runs {@link #advance} on one thread at a time, and again if something has changed meanwhile. */
    private void drain() {
        if (drains.getAndIncrement() == 0) {
            int missed = 1;
            do {
                advance();
                missed = drains.addAndGet(-missed);
            } while (missed != 0);
        }
    }

    private void advance() {
        Group running = current;
        if (running != null && running.isCancelled()) {
            running.cancel();
        }
        if (current == null) {
            List<Operation<R>> operations = nextGroup();
            if (!operations.isEmpty()) {
                Group next = new Group(operations);
                current = next;
                write(next);
            }
        }
    }

    private void write(Group next) {
        try {
            Mono.defer(() -> write.apply(next.rows())).subscribe(next);
        } catch (Throwable fatal) { // Reactor throws some Errors instead of emitting them
            next.onError(fatal);
        }
    }

    /** Those that were queued first, up to one that has a row in common with another: each row is written in order. */
    private List<Operation<R>> nextGroup() {
        List<Operation<R>> operations = new ArrayList<>();
        Set<UUID> keys = new HashSet<>();
        for (Operation<R> next = queue.peek(); next != null; next = queue.peek()) {
            if (!next.isCancelled) {
                if (!operations.isEmpty() && !fits(next.rows, keys)) {
                    break;
                }
                operations.add(next);
                next.rows.forEach(row -> keys.add(key.apply(row)));
            }
            queue.remove();
        }
        return operations;
    }

    private boolean fits(List<R> rows, Set<UUID> keys) {
        return keys.size() + rows.size() <= MAX_ROWS && rows.stream().map(key).noneMatch(keys::contains);
    }

    private static final class Operation<R> {

        private final List<R> rows;
        private final Context context;
        private final Sinks.Empty<Void> committed = Sinks.empty();
        private volatile boolean isCancelled;

        Operation(List<R> rows, Context context) {
            this.rows = rows;
            this.context = context;
        }
    }

    private final class Group extends BaseSubscriber<Void> {

        private final List<Operation<R>> operations;

        Group(List<Operation<R>> operations) {
            this.operations = operations;
        }

        /** In an order that all workers share: otherwise they could block each other forever. */
        List<R> rows() {
            return operations.stream()
                    .flatMap(each -> each.rows.stream())
                    .sorted(Comparator.comparing(key))
                    .toList();
        }

        boolean isCancelled() {
            return operations.stream().allMatch(each -> each.isCancelled);
        }

        @Override
        public Context currentContext() {
            return operations.get(0).context;
        }

        @Override
        protected void hookOnComplete() {
            writeNext();
            operations.forEach(each -> each.committed.tryEmitEmpty());
        }

        @Override
        protected void hookOnError(Throwable failure) {
            writeNext();
            operations.forEach(each -> each.committed.tryEmitError(failure));
        }

        @Override
        protected void hookOnCancel() {
            writeNext();
        }

        private void writeNext() {
            current = null;
            drain();
        }
    }
}
