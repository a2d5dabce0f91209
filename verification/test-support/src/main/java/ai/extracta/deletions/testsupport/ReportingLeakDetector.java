package ai.extracta.deletions.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;

/**
 * Reports every buffer of Netty that was not released before it became garbage. Netty makes it because of the system
 * property {@code io.netty.customResourceLeakDetector}.
 *
 * @param <T> what may leak
 */
public final class ReportingLeakDetector<T> extends ResourceLeakDetector<T> {

    /** More than one, since a collection does not report leaks in order. */
    private static final int ROUNDS = 3;

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /**
     * Called by Netty.
     *
     * @param type what may leak
     * @param interval how rarely to look, which the level of detection overrides
     */
    public ReportingLeakDetector(Class<?> type, int interval) {
        super(type, interval);
    }

    /**
     * Called by Netty, which prefers this overload.
     *
     * @param type what may leak
     * @param interval how rarely to look, which the level of detection overrides
     * @param ignored of no meaning any more
     */
    public ReportingLeakDetector(Class<?> type, int interval, long ignored) {
        this(type, interval);
    }

    /** Makes Netty check for leaked buffers, which it does when it allocates another one. */
    static void detect() {
        for (int i = 0; i < ROUNDS; i++) {
            collect();
            ByteBufAllocator.DEFAULT.buffer(1).release();
        }
    }

    /** Garbage is only detected a moment later: when the JVM has enqueued the reference to a probe. */
    private static void collect() {
        ReferenceQueue<Object> garbage = new ReferenceQueue<>();
        Reference<Object> sentinel = new WeakReference<>(new Object(), garbage);
        System.gc();
        try {
            assertThat(garbage.remove(TIMEOUT.toMillis())).isSameAs(sentinel);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected boolean needReport() {
        return true;
    }

    @Override
    protected void reportTracedLeak(String type, String records) {
        ReportCollector.add("leaked " + type + records);
    }

    @Override
    protected void reportUntracedLeak(String type) {
        ReportCollector.add("leaked " + type);
    }
}
