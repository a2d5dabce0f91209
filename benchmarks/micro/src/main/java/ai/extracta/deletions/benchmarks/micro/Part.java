package ai.extracta.deletions.benchmarks.micro;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a call spends time and bytes on. */
enum Part {
    VALIDATION("model.", "transport.HttpSyntax"),
    ENCODING(
            "internal.DeletionCodec#encode",
            "internal.DeletionCodec#generate",
            "internal.DeletionCodec#writeFiles",
            "internal.PlainBody"),
    CALL(
            "Attempt",
            "Call",
            "CallMono",
            "CallSettings",
            "ClassificationDeletions",
            "DeletionClient",
            "Lease",
            "Resources",
            "internal.Countable",
            "internal.Endpoints",
            "internal.Rejection"),
    LIMITER(
            "Concurrency",
            "internal.AdaptiveLimit",
            "internal.Limit",
            "internal.LimitedMono",
            "internal.Limiter",
            "internal.Load",
            "internal.Ticket"),
    /** Reactor's, where they work for no part above or below. */
    OPERATORS(),
    DEADLINE("internal.Deadlines"),
    RETRY(
            "AttemptFailure",
            "Backoff",
            "Failures",
            "Retries",
            "RetryPolicy",
            "error.",
            "internal.Pauses",
            "transport.RetryAfter"),
    KEY_AND_HEADERS(
            "ApiKey",
            "transport.Headers",
            "transport.RequestTemplates",
            "transport.TransportRequest",
            "internal.BearerToken"),
    DECODING(
            "internal.DeletionCodec",
            "internal.Answer",
            "internal.PlainReply",
            "internal.Reply",
            "transport.BodyCollector",
            "transport.TransportResponse"),
    RECEIPT("Call#receipt", "model.DeletionReceipt"),
    LISTENER("CallListener", "DeletionListener", "ListenerGuard"),
    EXCHANGE("transport.Exchange", "transport.Exchanges", "transport.HttpTransport", "transport.SendListener"),
    TRANSPORT("transport.netty.", "transport.vertx."),
    BULK(
            "bulk.",
            "internal.bulk.",
            "internal.LedgerCodec",
            "internal.LedgerRecord",
            "internal.LedgerRecordWriter",
            "internal.Scope"),
    START_UP(
            "internal.TransportDiscovery",
            "transport.HttpTransportProvider",
            "transport.SdkVersion",
            "transport.Tls",
            "transport.TransportException",
            "transport.TransportSettings",
            "transport.UnexpiredTrustManager"),
    /** The HTTP library, beneath the transport or on its own threads. */
    LIBRARY(),
    /** The program that measures, and whatever else runs in its process. */
    OTHER();

    static final String SDK = "ai.extracta.deletions.";

    private static final String LAMBDA = "lambda$";

    private static final Map<String, Part> BY_CODE = Stream.of(values())
            .flatMap(part -> part.code.stream().map(code -> Map.entry(code, part)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> code;

    /** Takes methods ({@code Type#method}), types, and packages with a dot at the end. The more exact one counts. */
    Part(String... code) {
        this.code = List.of(code);
    }

    /** Returns the part that a method of the SDK belongs to, or empty if nobody has said so. */
    static Optional<Part> of(String className, String method) {
        String name = outermost(className.substring(SDK.length()));
        String source = sourceMethod(method);
        String packageName = name.substring(0, name.lastIndexOf('.') + 1);
        return Stream.of(name + "#" + source, name, packageName)
                .filter(BY_CODE::containsKey)
                .findFirst()
                .map(BY_CODE::get);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String outermost(String name) {
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    /** The method in which a lambda is written: {@code lambda$run$0} is part of {@code run}. */
    private static String sourceMethod(String method) {
        return method.startsWith(LAMBDA) ? method.substring(LAMBDA.length(), method.lastIndexOf('$')) : method;
    }
}
