package ai.extracta.deletions.benchmarks.driver;

/** Hears how a call ended. */
public interface Completion {

    /** The server did what it was asked for. */
    void succeeded();

    /**
     * It did not, or nobody knows.
     *
     * @param failure why
     */
    void failed(Throwable failure);

    /**
     * Succeeds if there is a whole answer with status 200.
     *
     * @param status of the answer
     * @param bodyLength of the answer
     */
    default void complete(int status, int bodyLength) {
        IllegalStateException unexpected = Target.unexpected(status, bodyLength);
        if (unexpected == null) {
            succeeded();
        } else {
            failed(unexpected);
        }
    }
}
