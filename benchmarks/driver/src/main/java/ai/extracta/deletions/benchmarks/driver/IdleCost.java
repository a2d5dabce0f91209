package ai.extracta.deletions.benchmarks.driver;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What a client costs that is not in use: making and closing it, and the memory and threads it holds after one call. */
final class IdleCost {

    private final Supplier<Contender> factory;

    IdleCost(Supplier<Contender> factory) {
        this.factory = factory;
    }

    /** How many nanoseconds it takes to make and close so many clients, one after the other. */
    long createAndClose(int clients) throws Exception {
        long begin = System.nanoTime();
        for (int i = 0; i < clients; i++) {
            factory.get().close();
        }
        return System.nanoTime() - begin;
    }

    /** Bytes of heap and number of threads that so many clients hold after one call each. */
    String hold(int clients) throws Exception {
        List<Contender> held = new ArrayList<>();
        use(held, 1); // what all clients have in common
        long heapBefore = heap();
        int threadsBefore = ManagementFactory.getThreadMXBean().getThreadCount();
        use(held, clients);
        String cost =
                heap() - heapBefore + " " + (ManagementFactory.getThreadMXBean().getThreadCount() - threadsBefore);
        for (Contender contender : held) {
            contender.close();
        }
        return cost;
    }

    private void use(List<Contender> held, int clients) throws Exception {
        for (int i = 0; i < clients; i++) {
            Contender contender = factory.get();
            held.add(contender);
            contender.sendAndWait();
        }
    }

    /** Collected twice, since what the first finds unreachable may let go of more. */
    private static long heap() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
