package ai.extracta.deletions.benchmarks.driver;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.LongStream;

/** The CPU time and heap allocations of this JVM since the creation of this object. */
final class ResourceUsage {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Map<Long, Long> allocatedBefore = byThread(THREADS::getThreadAllocatedBytes);
    private final Map<Long, Long> threadCpuBefore = byThread(THREADS::getThreadCpuTime);
    private final long cpuBefore = SYSTEM.getProcessCpuTime();

    /** Of all live threads; allocations of threads that have ended cannot be read. */
    long allocatedBytes() {
        return since(allocatedBefore, byThread(THREADS::getThreadAllocatedBytes))
                .sum();
    }

    /** User and system time of all threads, including garbage collection and compilation. */
    long cpuNanos() {
        return SYSTEM.getProcessCpuTime() - cpuBefore;
    }

    /** User and system time of the live Java thread that took most. */
    long busiestThreadNanos() {
        return since(threadCpuBefore, byThread(THREADS::getThreadCpuTime)).max().orElse(0);
    }

    private static LongStream since(Map<Long, Long> before, Map<Long, Long> now) {
        return now.entrySet().stream()
                .mapToLong(thread -> thread.getValue() - before.getOrDefault(thread.getKey(), 0L));
    }

    private static Map<Long, Long> byThread(Function<long[], long[]> figure) {
        long[] ids = THREADS.getAllThreadIds();
        long[] figures = figure.apply(ids);
        Map<Long, Long> byThread = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            byThread.put(ids[i], Math.max(figures[i], 0));
        }
        return byThread;
    }
}
