package ai.extracta.deletions.audit;

import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.HttpTransportProvider;
import ai.extracta.deletions.transport.TransportSettings;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Sends deletions through one transport into a storm of faults and compares every report with what the server did.
 *
 * @param transport is made for it, and closed after it
 * @param callMode how they are made
 * @param policy what is tried again
 * @param seed decides what is asked for, what goes wrong, and who loses patience when
 * @param deletions how many
 * @param decorator changes the transport; an audit that cannot find a lie proves nothing
 */
record Audit(
        HttpTransportProvider transport,
        CallMode callMode,
        AuditedRetryPolicy policy,
        long seed,
        int deletions,
        UnaryOperator<HttpTransport> decorator) {

    /** So many deletions' logs fit into any memory. */
    private static final int ROUND_SIZE = 20_000;

    private static final int MAX_RESPONSE_BYTES = 64 * 1024;

    /** How deletions are made. */
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

    /** What is audited, in a few words. */
    String title() {
        return transport.name() + ", " + callMode + ", " + policy;
    }
}
