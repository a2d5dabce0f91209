package ai.extracta.deletions.audit;

import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.HttpTransportProvider;
import ai.extracta.deletions.transport.TransportSettings;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Sends deletions through one transport to a server with fault injection and compares every report with what happened.
 *
 * @param transport creates the transport, which is closed afterwards
 * @param callMode how deletions are requested
 * @param policy the retry policy
 * @param seed of the targets, the faults and the cancellations
 * @param deletions how many
 * @param decorator wraps the transport; tests make it violate the rules
 */
record Audit(
        HttpTransportProvider transport,
        CallMode callMode,
        AuditedRetryPolicy policy,
        long seed,
        int deletions,
        UnaryOperator<HttpTransport> decorator) {

    /** Bounds the memory for the log of one simulator. */
    private static final int ROUND_SIZE = 20_000;

    private static final int MAX_RESPONSE_BYTES = 64 * 1024;

    /** How deletions are requested: one call each, or as one stream. */
    enum CallMode {
        SINGLE,
        BULK;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Audit(HttpTransportProvider transport, CallMode callMode, AuditedRetryPolicy policy, long seed, int deletions) {
        this(transport, callMode, policy, seed, deletions, undecorated -> undecorated);
    }

    AuditSummary run() throws InterruptedException {
        AuditSummary summary = new AuditSummary(policy);
        HttpTransport httpTransport = transport.create(TransportSettings.builder()
                .maxConnections(SingleCallRound.CONNECTIONS)
                .maxResponseBytes(MAX_RESPONSE_BYTES)
                .build());
        try {
            WarmUp.with(httpTransport);
            HttpTransport audited = decorator.apply(httpTransport);
            for (int done = 0; done < deletions; done += ROUND_SIZE) {
                round(audited, done / ROUND_SIZE, Math.min(ROUND_SIZE, deletions - done), summary);
            }
        } finally {
            httpTransport.closeLater().block();
        }
        return summary;
    }

    private void round(HttpTransport audited, int number, int size, AuditSummary summary) throws InterruptedException {
        switch (callMode) {
            case SINGLE -> new SingleCallRound(audited, policy, seed, number).run(size, summary);
            case BULK -> new BulkRound(audited, policy, seed, number).run(size, summary);
        }
    }

    String title() {
        return transport.name() + ", " + callMode + ", " + policy;
    }
}
