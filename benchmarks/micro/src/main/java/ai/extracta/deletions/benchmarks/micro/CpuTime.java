package ai.extracta.deletions.benchmarks.micro;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * The CPU time of this process, in nanoseconds.
 *
 * @param java of its threads, in code of their own; what a recording's samples are of
 * @param kernel of its threads, in system calls
 * @param all with what the JVM does for itself: collecting garbage, compiling, sampling
 */
record CpuTime(double java, double kernel, double all) {

    static CpuTime now() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long java = 0;
        long both = 0;
        for (long id : threads.getAllThreadIds()) {
            java += Math.max(0, threads.getThreadUserTime(id));
            both += Math.max(0, threads.getThreadCpuTime(id));
        }
        long all =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
        return new CpuTime((double) java, (double) (both - java), (double) all);
    }

    CpuTime since(CpuTime before) {
        return new CpuTime(java - before.java, kernel - before.kernel, all - before.all);
    }

    /** Collecting garbage, compiling, sampling. */
    double jvm() {
        return all - java - kernel;
    }
}
