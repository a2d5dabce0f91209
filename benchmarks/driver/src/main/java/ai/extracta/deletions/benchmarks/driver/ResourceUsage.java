package ai.extracta.deletions.benchmarks.driver;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/** What this JVM uses from a moment on: the CPU, and the heap memory that its threads allocate, event loops included. */
final class ResourceUsage {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Map<Long, Long> allocatedBefore = allocatedByThread();
    private final long cpuBefore = SYSTEM.getProcessCpuTime();

    /** By all threads that are alive; what a thread allocated that has died since is not known. */
    long allocatedBytes() {
        long bytes = 0;
        for (Map.Entry<Long, Long> thread : allocatedByThread().entrySet()) {
            bytes += thread.getValue() - allocatedBefore.getOrDefault(thread.getKey(), 0L);
        }
        return bytes;
    }

    /** User and system time of all threads, the garbage collector's and the compiler's included. */
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
