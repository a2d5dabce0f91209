package ai.extracta.deletions.benchmarks.driver;

/** An HTTP client that sends the request of a {@link Target} as its users would. Thread-safe. */
public interface Contender extends AutoCloseable {

    /** Sends the request without blocking; completes once, on any thread. */
    void send(Completion completion);

    /** Same as {@link #send}; returns what cancels the call. */
    default Runnable sendCancellable(Completion completion) {
        throw new UnsupportedOperationException("this client is not measured with cancelled calls");
    }

    /** The client of one of several callers. */
    default Contender ofCaller(int caller) {
        return this;
    }

    /** Sends the request and blocks until the body of the response was read; fails unless the status is 200. */
    void sendAndWait() throws Exception;

    /** Closes connections and ends threads. */
    @Override
    void close();
}
