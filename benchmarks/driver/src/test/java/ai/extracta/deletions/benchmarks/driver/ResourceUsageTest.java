package ai.extracta.deletions.benchmarks.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ResourceUsageTest {

    private static final int MEBIBYTE = 1 << 20;
    private static final long BUSY_NANOS = 1_000_000;

    private volatile byte[] kept = {};

    @Test
    void seesWhatOtherThreadsAllocate() throws InterruptedException {
        CountDownLatch allocated = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        ResourceUsage usage = new ResourceUsage();
        Thread thread = new Thread(() -> {
            kept = new byte[MEBIBYTE];
            allocated.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
        allocated.await();

        assertThat(usage.allocatedBytes()).isGreaterThanOrEqualTo(MEBIBYTE);
        assertThat(kept).hasSize(MEBIBYTE);
        released.countDown();
        thread.join();
    }

    @Test
    void knowsHowLongTheBusiestThreadRan() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        ResourceUsage usage = new ResourceUsage();
        long before = threads.getCurrentThreadCpuTime();
        long ran = 0;
        while (ran < BUSY_NANOS) {
            ran = threads.getCurrentThreadCpuTime() - before;
        }

        assertThat(usage.busiestThreadNanos()).isGreaterThanOrEqualTo(ran);
    }
}
