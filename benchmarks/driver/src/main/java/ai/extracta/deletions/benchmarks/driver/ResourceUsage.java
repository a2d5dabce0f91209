package ai.extracta.deletions.benchmarks.driver;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/** The CPU time and heap allocations of this JVM since the creation of this object. */
final class ResourceUsage {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Map<Long, Long> allocatedBefore = allocatedByThread();
    private final long cpuBefore = SYSTEM.getProcessCpuTime();

    /** Of all live threads; allocations of threads that have ended cannot be read. */
    long allocatedBytes() {
        long bytes = 0;
        for (Map.Entry<Long, Long> thread : allocatedByThread().entrySet()) {
            bytes += thread.getValue() - allocatedBefore.getOrDefault(thread.getKey(), 0L);
        }
        return bytes;
    }

    /** User and system time of all threads, including garbage collection and compilation. */
    long cpuNanos() {
        return SYSTEM.getProcessCpuTime() - cpuBefore;
    }

    private static Map<Long, Long> allocatedByThread() {
        long[] ids = THREADS.getAllThreadIds();
        long[] allocated = THREADS.getThreadAllocatedBytes(ids);
        Map<Long, Long> byThread = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            byThread.put(ids[i], Math.max(allocated[i], 0));
        }
        return byThread;
    }
}
