package ai.extracta.deletions.benchmarks.driver;

/** An HTTP client that sends the deletion of a {@link Target}, in the way its users do. Thread-safe. */
public interface Contender extends AutoCloseable {

    /**
     * Sends the deletion and returns at once.
     *
     * @param completion told, once and on whatever thread, how it ended; a success means that the server answered 200 and that
     *     the body was read
     */
    void send(Completion completion);

    /**
     * Sends the deletion and waits for its end, in the way a thread does that has nothing else to do.
     *
     * @throws Exception if there was no answer, or another than 200
     */
    void sendAndWait() throws Exception;

    /** Closes its connections and ends its threads. */
    @Override
    void close();
}
