package ai.extracta.deletions.transport;

/**
 * Notified by a transport when bytes of the request may leave this process.
 *
 * <p>This allows a timed-out call to be reported as certainly not sent. A transport that never calls the listener
 * is still safe: its cancelled exchanges are reported as unknown.
 *
 * <p>The methods return quickly and do not throw. Per exchange, {@link #pending()} is called at most once, and then
 * one of the other two at most once.
 *
 * @since 0.1.0
 */
public interface SendListener {

    /** Does nothing. */
    SendListener NOOP = new SendListener() {
        @Override
        public void pending() {}

        @Override
        public void sending() {}
    };

    /**
     * The exchange began and no byte was sent. The transport hereby promises two things: it calls {@link #sending()}
     * before the first byte can leave, and once a cancel has returned without {@link #sending()} having been called, no
     * byte ever leaves.
     */
    void pending();

    /** From now on bytes of the request may leave this process. */
    void sending();

    /**
     * Same as {@link #sending()}, from a transport that says which version of HTTP its connection speaks.
     *
     * @param version the version
     */
    default void sending(HttpVersion version) {
        sending();
    }
}
