package ai.extracta.deletions.audit;

import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.HttpTransportProvider;
import ai.extracta.deletions.transport.TransportSettings;
import ai.extracta.deletions.transport.TransportSettings.Protocol;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Sends deletions through one transport to a server with fault injection and compares every report with what happened.
 *
 * @param transport creates the transport, which is closed afterwards
 * @param callMode how deletions are requested
 * @param policy the retry policy
 * @param seed of the targets, the faults and the cancellations
 * @param deletions how many
 * @param overHttp2 whether through a gateway that speaks HTTP/2 and adds its faults
 * @param decorator wraps the transport; tests make it violate the rules
 */
record Audit(
        HttpTransportProvider transport,
        CallMode callMode,
        AuditedRetryPolicy policy,
        long seed,
        int deletions,
        boolean overHttp2,
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

    Audit(
            HttpTransportProvider transport,
            CallMode callMode,
            AuditedRetryPolicy policy,
            long seed,
            int deletions,
            boolean overHttp2) {
        this(transport, callMode, policy, seed, deletions, overHttp2, undecorated -> undecorated);
    }

    AuditSummary run() throws InterruptedException {
        TransportSettings.Builder settings = TransportSettings.builder()
                .maxConnections(SingleCallRound.CONNECTIONS)
                .maxResponseBytes(MAX_RESPONSE_BYTES);
        if (!overHttp2) {
            return run(settings, EntryPoint::of, EntryPoint::of);
        }
        GatewayCertificate certificate = GatewayCertificate.create();
        return run(
                settings.protocol(Protocol.HTTP_2_OR_1_1).trust(List.of(certificate.certificate())),
                simulator -> Http2Gateway.start(simulator, certificate, Http2Faults.none()),
                simulator -> Http2Gateway.start(simulator, certificate, Http2Faults.seeded(seed)));
    }

    private AuditSummary run(
            TransportSettings.Builder settings,
            Function<ExtractaSimulator, EntryPoint> faultless,
            Function<ExtractaSimulator, EntryPoint> faulty)
            throws InterruptedException {
        AuditSummary summary = new AuditSummary(policy);
        HttpTransport httpTransport = transport.create(settings.build());
        try {
            WarmUp.with(httpTransport, faultless);
            HttpTransport audited = decorator.apply(httpTransport);
            for (int done = 0; done < deletions; done += ROUND_SIZE) {
                round(audited, faulty, done / ROUND_SIZE, Math.min(ROUND_SIZE, deletions - done), summary);
            }
        } finally {
            httpTransport.closeLater().block();
        }
        return summary;
    }

    private void round(
            HttpTransport audited,
            Function<ExtractaSimulator, EntryPoint> entryPoint,
            int number,
            int size,
            AuditSummary summary)
            throws InterruptedException {
        switch (callMode) {
            case SINGLE -> new SingleCallRound(audited, entryPoint, policy, seed, number).run(size, summary);
            case BULK -> new BulkRound(audited, entryPoint, policy, seed, number).run(size, summary);
        }
    }

    String title() {
        return transport.name() + (overHttp2 ? " over HTTP/2, " : ", ") + callMode + ", " + policy;
    }
}
