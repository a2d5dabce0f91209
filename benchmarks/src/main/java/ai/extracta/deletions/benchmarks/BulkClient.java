package ai.extracta.deletions.benchmarks;

import java.io.IOException;
import java.net.URI;

/** One contender in a process of its own: warms up with one batch, and is timed with another. */
final class BulkClient {

    private static final String USAGE = "Usage: CONTENDER BASE-URI KEY TRANSPORT BATCH FILES WARM-UP-BATCH FILES";

    private BulkClient() {}

    /** Prints how many nanoseconds the timed part took. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 8) {
            throw new IllegalArgumentException(USAGE);
        }
        BulkApproach approach = BulkApproach.valueOf(arguments[0]);
        delete(approach, workload(arguments, 6));
        long begin = System.nanoTime();
        delete(approach, workload(arguments, 4));
        System.out.println(System.nanoTime() - begin);
        System.exit(0); // HttpClient of Java 17 cannot be closed
    }

    private static BulkWorkload workload(String[] arguments, int batch) {
        return new BulkWorkload(
                URI.create(arguments[1]),
                arguments[2],
                arguments[3],
                arguments[batch],
                Integer.parseInt(arguments[batch + 1]));
    }

    private static void delete(BulkApproach approach, BulkWorkload workload) throws IOException, InterruptedException {
        long deleted = approach.delete(workload);
        if (deleted != workload.files()) {
            throw new IllegalStateException(approach + " deleted " + deleted + " of " + workload.files() + " files");
        }
    }
}
