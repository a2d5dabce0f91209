package ai.extracta.deletions.internal.bulk;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What has happened to a stream, which handles it on one thread at a time and in order. Adding allocates nothing: where
 * the heap is exhausted, a signal that could not be added would be lost, and the stream would wait for it forever.
 */
final class SignalQueue {

    /** Added to one queue, once. */
    abstract static class Signal {

        private @Nullable Signal next;

        abstract void handle();
    }

    private final Consumer<@Nullable Signal> handler;
    private final AtomicInteger wakeUps = new AtomicInteger();
    private final AtomicReference<@Nullable Signal> added = new AtomicReference<>(); // the last one first
    private @Nullable Signal first; // of those that were taken from there, in order

    /** The handler gets each signal, or null after a wake-up without one. Once it throws, it is not called again. */
    SignalQueue(Consumer<@Nullable Signal> handler) {
        this.handler = handler;
    }

    /** On any thread. */
    void add(Signal signal) {
        Signal last;
        do {
            last = added.get();
            signal.next = last;
        } while (!added.compareAndSet(last, signal));
        wakeUp();
    }

    /** Calls the handler on this thread, unless another one does: that one will. */
    void wakeUp() {
        if (wakeUps.getAndIncrement() == 0) {
            do {
                handler.accept(poll());
            } while (wakeUps.decrementAndGet() != 0);
        }
    }

    private @Nullable Signal poll() {
        if (first == null && added.get() != null) {
            first = reversed(added.getAndSet(null));
        }
        Signal polled = first;
        if (polled != null) {
            first = polled.next;
            polled.next = null;
        }
        return polled;
    }

    private static @Nullable Signal reversed(@Nullable Signal signals) {
        Signal reversed = null;
        Signal rest = signals;
        while (rest != null) {
            Signal next = rest.next;
            rest.next = reversed;
            reversed = rest;
            rest = next;
        }
        return reversed;
    }

    /** Called by the handler. */
    boolean isEmpty() {
        return first == null && added.get() == null;
    }
}
