package ai.extracta.deletions.testkit;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A lock whose every use may end somebody's wait, so that nobody has to sleep and look again. */
final class Monitor {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition used = lock.newCondition();

    <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            used.signalAll();
            lock.unlock();
        }
    }

    /**
     * Waits for the condition and then takes the result, both under the lock.
     *
     * @throws IllegalStateException if the condition is not met in time, with what {@code seen} says
     */
    <T> T await(BooleanSupplier condition, Duration limit, Supplier<T> result, Supplier<String> seen) {
        long left = Deadline.in(limit).remainingNanos();
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    throw new IllegalStateException("not within " + limit + ": " + seen.get());
                }
                left = used.awaitNanos(left);
            }
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting: " + seen.get(), e);
        } finally {
            lock.unlock();
        }
    }
}
