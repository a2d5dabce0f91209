package ai.extracta.deletions.testkit.internal;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A lock with one condition: threads wait for a state instead of polling. */
public final class Monitor {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    public <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            changed.signalAll();
            lock.unlock();
        }
    }

    /**
     * Waits for the condition and returns the result, both under the lock.
     *
     * @throws IllegalStateException if the condition is not met in time, with the description
     */
    public <T> T await(BooleanSupplier condition, Duration timeout, Supplier<T> result, Supplier<String> description) {
        long remainingNanos = Deadline.in(timeout).remainingNanos();
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (remainingNanos <= 0) {
                    throw new IllegalStateException("not within " + timeout + ": " + description.get());
                }
                remainingNanos = changed.awaitNanos(remainingNanos);
            }
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting: " + description.get(), e);
        } finally {
            lock.unlock();
        }
    }
}
