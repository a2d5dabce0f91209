package ai.extracta.deletions.transport;

/**
 * Notified by a transport when bytes of the request may leave this process.
 *
 * <p>This allows a timed-out call to be reported as certainly not sent. A transport that never calls the listener
 * is still safe: its cancelled exchanges are reported as unknown.
 *
 * <p>Both methods return quickly, do not throw, and are called at most once per exchange, {@link #pending()} first.
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
}
