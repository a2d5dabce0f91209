package ai.extracta.deletions.benchmarks.driver;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The cost of an idle client: creating and closing it, and its memory and threads after one call. */
final class IdleCost {

    private final Supplier<Contender> factory;

    IdleCost(Supplier<Contender> factory) {
        this.factory = factory;
    }

    /** Creates and closes clients one after the other and returns the nanoseconds taken. */
    long createAndClose(int clients) throws Exception {
        long begin = System.nanoTime();
        for (int i = 0; i < clients; i++) {
            factory.get().close();
        }
        return System.nanoTime() - begin;
    }

    /** Returns the bytes of heap and the number of threads that the clients hold after one call each. */
    String hold(int clients) throws Exception {
        List<Contender> held = new ArrayList<>();
        use(held, 1); // initialises what all clients share
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

    /** Collects twice, since cleaners that run after the first collection may release more. */
    private static long heap() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
