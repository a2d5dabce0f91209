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
 * @param calls how they are made
 * @param policy what is tried again
 * @param seed decides what is asked for, what goes wrong, and who loses patience when
 * @param deletions how many
 * @param spoiling changes the transport; an audit that cannot find a lie proves nothing
 */
record Audit(
        HttpTransportProvider transport,
        Calls calls,
        Policy policy,
        long seed,
        int deletions,
        UnaryOperator<HttpTransport> spoiling) {

    /** So many deletions' logs fit into any memory. */
    private static final int ROUND = 20_000;

    private static final int MAX_RESPONSE_BYTES = 64 * 1024;

    /** How deletions are made. */
    enum Calls {
        SINGLE,
        BULK;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Audit(HttpTransportProvider transport, Calls calls, Policy policy, long seed, int deletions) {
        this(transport, calls, policy, seed, deletions, honest -> honest);
    }

    Tally run() throws InterruptedException {
        Tally tally = new Tally(policy);
        HttpTransport carrier = transport.create(TransportSettings.builder()
                .maxConnections(Round.CONNECTIONS)
                .maxResponseBytes(MAX_RESPONSE_BYTES)
                .build());
        try {
            WarmUp.with(carrier);
            HttpTransport audited = spoiling.apply(carrier);
            for (int done = 0; done < deletions; done += ROUND) {
                round(audited, done / ROUND, Math.min(ROUND, deletions - done), tally);
            }
        } finally {
            carrier.closeLater().block();
        }
        return tally;
    }

    private void round(HttpTransport audited, int number, int size, Tally tally) throws InterruptedException {
        switch (calls) {
            case SINGLE -> new Round(audited, policy, seed, number).run(size, tally);
            case BULK -> new BulkRound(audited, policy, seed, number).run(size, tally);
        }
    }

    /** What is audited, in a few words. */
    String title() {
        return transport.name() + ", " + calls + ", " + policy;
    }
}
