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
        Contender contender = Contender.valueOf(arguments[0]);
        delete(contender, job(arguments, 6));
        long begin = System.nanoTime();
        delete(contender, job(arguments, 4));
        System.out.println(System.nanoTime() - begin);
        System.exit(0); // HttpClient of Java 17 cannot be closed
    }

    private static Job job(String[] arguments, int batch) {
        return new Job(
                URI.create(arguments[1]),
                arguments[2],
                arguments[3],
                arguments[batch],
                Integer.parseInt(arguments[batch + 1]));
    }

    private static void delete(Contender contender, Job job) throws IOException, InterruptedException {
        long gone = contender.delete(job);
        if (gone != job.files()) {
            throw new IllegalStateException(contender + " deleted " + gone + " of " + job.files() + " files");
        }
    }
}
