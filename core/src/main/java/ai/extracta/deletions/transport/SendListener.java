package ai.extracta.deletions.transport;

/**
 * Hears from a transport whether a byte of the request may have left this process.
 *
 * <p>This is what lets a call whose deadline passes be reported as certainly not sent. A transport that calls nothing is
 * safe to use: its abandoned exchanges are reported as unknown.
 *
 * <p>Both methods return quickly, do not throw, and are called at most once per exchange, {@link #pending()} first.
 *
 * @since 0.1.0
 */
public interface SendListener {

    /** Hears nothing. */
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

    /** From here on bytes of the request may leave. */
    void sending();
}
