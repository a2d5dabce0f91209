package ai.extracta.deletions.internal.bulk;

import static ai.extracta.deletions.internal.bulk.Bulk.LIMIT;
import static ai.extracta.deletions.internal.bulk.Bulk.quick;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import ai.extracta.deletions.model.DeletionRequest;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;

/** A signal needs no memory on its way to the stream: where the heap is exhausted, it would be lost. */
class StreamSignalTest {

    private static final int CALLS = 20;

    private final List<CoreSubscriber<? super DeletionReceipt>> calls = new ArrayList<>();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(CALLS);

    @Test
    void theEndOfACallAllocatesNothingWhileAnotherThreadHandlesASignal() throws InterruptedException {
        assumeTrue(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Disposable stream = Bulk.deleteAll(
                        request -> new Captured(),
                        quick().concurrency(CALLS).build(),
                        Flux.range(0, CALLS).map(i -> new DeleteBatch("cls-1", "batch-" + i)))
                .subscribe(this::block);
        List<DeletionReceipt> receipts = calls.stream().map(call -> receipt()).toList();
        Schedulers.boundedElastic().schedule(() -> complete(calls.get(0), receipts.get(0)));
        assertThat(reached.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();

        long before = 0;
        long after = 0;
        for (int i = 1; i < CALLS; i++) { // the first ones load classes
            before = threads.getCurrentThreadAllocatedBytes();
            complete(calls.get(i), receipts.get(i));
            after = threads.getCurrentThreadAllocatedBytes();
        }

        released.countDown();
        assertThat(after - before).isZero();
        assertThat(ended.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        stream.dispose();
    }

    private static void complete(CoreSubscriber<? super DeletionReceipt> call, DeletionReceipt receipt) {
        call.onNext(receipt);
        call.onComplete();
    }

    private void block(DeletionResult result) {
        reached.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        ended.countDown();
    }

    private static DeletionReceipt receipt() {
        DeletionRequest request = new DeleteBatch("cls-1", "batch-1");
        return ModelServer.receipt(request, Confirmation.CONFIRMED);
    }

    private final class Captured extends Mono<DeletionReceipt> {

        @Override
        public void subscribe(CoreSubscriber<? super DeletionReceipt> actual) {
            actual.onSubscribe(Operators.emptySubscription());
            calls.add(actual);
        }
    }
}
