package ai.extracta.deletions.benchmarks.sidebyside;

/** How many calls share a connection, and whether its TLS session may be resumed by the next. */
enum ConnectionMode {

    /** Connections are kept. */
    KEPT(1),

    /** Each call has its own, and the server resumes sessions. */
    RESUMED(1),

    /** Each call has its own, and the server hardly ever resumes a session: it forgets nearly all its keys. */
    FULL(256);

    private final int contexts;

    ConnectionMode(int contexts) {
        this.contexts = contexts;
    }

    /** Among how many contexts the connections are shared out; one does not know the sessions of another. */
    int contexts() {
        return contexts;
    }
}
