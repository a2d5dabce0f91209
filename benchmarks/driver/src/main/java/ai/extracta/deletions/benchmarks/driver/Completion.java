package ai.extracta.deletions.benchmarks.driver;

/** The callback of a call. */
public interface Completion {

    /** The server responded with 200 and the body was read. */
    void succeeded();

    /** There was no response, or another one. */
    void failed(Throwable failure);

    /** Succeeds if the response has status 200 and a complete body, and fails otherwise. */
    default void complete(int status, int bodyLength) {
        try {
            Target.requireExpected(status, bodyLength);
        } catch (IllegalStateException unexpected) {
            failed(unexpected);
            return;
        }
        succeeded();
    }
}
