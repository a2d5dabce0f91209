package ai.extracta.deletions.benchmarks.sidebyside;

/** How many calls share a connection, and whether its TLS session may be resumed by the next. */
enum ConnectionMode {

    /** Connections are kept. */
    KEPT(1, 20_000),

    /** Each call has its own, and the server resumes sessions. */
    RESUMED(1, 2_000),

    /** Each call has its own, and the server hardly ever resumes a session: it forgets nearly all its keys. */
    FULL(256, 2_000);

    private final int contexts;
    private final long warmUpCalls;

    ConnectionMode(int contexts, long warmUpCalls) {
        this.contexts = contexts;
        this.warmUpCalls = warmUpCalls;
    }

    /** After how many calls the JIT compiler has compiled nearly all of what matters. */
    long warmUpCalls() {
        return warmUpCalls;
    }

    /** Among how many contexts the connections are shared out; one does not know the sessions of another. */
    int contexts() {
        return contexts;
    }
}
