package ai.extracta.deletions.audit;

/** What the gateway does to a request, besides what the simulator does. It never refuses what it passes on. */
enum Http2Fault {
    /** Nothing: passes it on. */
    NONE(860),
    /** Resets the stream with {@code REFUSED_STREAM}, and does not pass the request on. */
    REFUSED(50),
    /** Resets the stream with another code, and does not pass the request on. */
    RESET(12),
    /** Passes it on and resets the stream soon after, possibly after a response. */
    RESET_AFTER_FORWARDING(30),
    /** Passes it on and resets the stream with {@code REFUSED_STREAM} after the head of the response. */
    REFUSED_AFTER_HEAD(10),
    /** Passes it on and sends an interim response first. */
    INTERIM_RESPONSE(14),
    /** Goes away from the connection; of its requests, those above the last one passed on are left out. */
    GO_AWAY(12),
    /** Likewise, but announces it first, and passes on what arrives until then. */
    ANNOUNCED_GO_AWAY(6),
    /** Goes away and closes the connection at once, with all of its requests. */
    GO_AWAY_AND_CLOSE(3),
    /** Closes the connection without a word. */
    CLOSE(3);

    private final int weight;

    Http2Fault(int weight) {
        this.weight = weight;
    }

    int weight() {
        return weight;
    }
}
