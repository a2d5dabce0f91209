package ai.extracta.deletions.benchmarks;

import java.io.IOException;
import java.net.URI;

/** Deletes one batch to warm up and another one to be timed. */
final class BulkClient {

    private BulkClient() {}

    /**
     * Arguments: approach, base URI, API key, transport, number of files and the R2DBC URL of a database, possibly
     * empty. Prints the nanoseconds of the timed part.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        BulkApproach approach = BulkApproach.valueOf(arguments[0]);
        delete(approach, workload(arguments, BulkWorkload.WARM_UP));
        long begin = System.nanoTime();
        delete(approach, workload(arguments, BulkWorkload.TIMED));
        System.out.println(System.nanoTime() - begin);
        System.exit(0); // HttpClient of Java 17 cannot be closed
    }

    private static BulkWorkload workload(String[] arguments, String batch) {
        return new BulkWorkload(
                URI.create(arguments[1]),
                arguments[2],
                arguments[3],
                batch,
                Integer.parseInt(arguments[4]),
                arguments[5]);
    }

    private static void delete(BulkApproach approach, BulkWorkload workload) throws IOException, InterruptedException {
        long deleted = approach.delete(workload);
        if (deleted != workload.files()) {
            throw new IllegalStateException(approach + " deleted " + deleted + " of " + workload.files() + " files");
        }
    }
}
