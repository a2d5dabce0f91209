package ai.extracta.deletions.benchmarks.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ResourceUsageTest {

    private static final int MEBIBYTE = 1 << 20;

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
}
