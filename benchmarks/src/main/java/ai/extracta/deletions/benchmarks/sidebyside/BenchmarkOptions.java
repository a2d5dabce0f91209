package ai.extracta.deletions.benchmarks.sidebyside;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@link ComparisonBenchmark}. */
final class BenchmarkOptions {

    @Option(names = "--quick", description = "Three loads instead of five, fewer and shorter rounds.")
    boolean quick;

    @Option(
            names = "--tls",
            description = "Over TLS 1.3, with a self-signed certificate that each client trusts and verifies.")
    boolean tls;

    @Option(
            names = "--http2",
            description = "Over TLS, the clients on Netty with HTTP/2 too. The server permits 128 streams for each"
                    + " connection.")
    boolean http2;

    @Option(
            names = "--cancel",
            paramLabel = "PERCENT",
            description = "Cancel that many calls, 0.3 ms after they were begun; with --http2, and not from blocking"
                    + " threads.")
    int cancelled;

    @Option(
            names = "--connections",
            paramLabel = "HOW",
            description = "kept (default); or each call over TLS on its own, with resumed or full handshakes.")
    ConnectionMode connections = ConnectionMode.KEPT;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "Only these, and the bare clients they are compared with.")
    @Nullable List<String> only;

    @Option(
            names = "--compare",
            paramLabel = "REVISION",
            description = "This project beside its own git revision REVISION, instead of other clients.")
    @Nullable String compare;

    /** Where bin/benchmark has built that revision. */
    @Option(names = "--revision-home", hidden = true)
    @Nullable Path revisionHome;

    @Option(names = "--rounds", paramLabel = "N", description = "Number of quiet rounds: 12, or 3 if quick.")
    @Nullable Integer rounds;

    @Option(names = "--seconds", paramLabel = "SECONDS", description = "Duration of each sample: 0.5, or 0.3 if quick.")
    @Nullable Double seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            description = "Warm-up of each client, over all loads: 15, or 4 if quick; longer on a busy machine.")
    @Nullable Double warmUp;

    @Option(
            names = "--minutes",
            paramLabel = "MINUTES",
            description = "Begin no further round after this time: 15, or 3 if quick.")
    @Nullable Double minutes;

    @Option(
            names = "--concurrency",
            split = ",",
            paramLabel = "C",
            description = "Concurrent calls from callbacks, or from blocking threads if negative:"
                    + " 1, 16, 64, 256 and -16, or 16, 64 and -16 if quick.")
    @Nullable List<Integer> concurrency;

    /** Fails fast if an option is invalid. */
    void check() {
        if (cancelled < 0 || cancelled > 50 || (cancelled > 0 && !http2)) {
            throw new IllegalArgumentException("--cancel is " + cancelled + "; it takes 1 to 50, and --http2");
        }
        contenders();
        concurrencies();
        rounds();
        sample();
        warmUp();
        limit();
    }

    /** In the order of {@link ContenderType}, with those that the ratios need. */
    Set<ContenderType> contenders() {
        Set<ContenderType> selected = EnumSet.noneOf(ContenderType.class);
        for (ContenderType contender : named()) {
            selected.add(contender);
            selected.add(
                    contender.baseRevision().filter(base -> compare != null).orElse(contender.baseline()));
        }
        return selected;
    }

    private List<ContenderType> named() {
        List<ContenderType> available = Stream.of(ContenderType.values())
                .filter(ContenderType::isCompared)
                .filter(this::fitsProtocol)
                .filter(contender -> compare == null || contender.baseRevision().isPresent())
                .toList();
        return only == null
                ? available
                : only.stream()
                        .map(label -> ContenderType.named(label, available))
                        .toList();
    }

    /** Only some clients can cancel, and speak HTTP/2. */
    private boolean fitsProtocol(ContenderType contender) {
        return http2
                ? Stream.of(ContenderType.values())
                        .filter(ContenderType::isHttp2)
                        .filter(other -> cancelled == 0 || other.overHttp11() != ContenderType.AWS_NETTY)
                        .anyMatch(other -> contender == other || contender == other.overHttp11())
                : !contender.isHttp2();
    }

    /** What the JVM of a client needs to know. */
    List<String> clientOptions(ContenderType contender) {
        return List.of(
                "-Dbenchmark.client=" + contender,
                "-Dbenchmark.http2=" + contender.isHttp2(),
                "-Dbenchmark.cancelled=" + cancelled);
    }

    Optional<Path> revision() {
        return Optional.ofNullable(revisionHome);
    }

    boolean isSecure() {
        return tls || http2 || connections != ConnectionMode.KEPT;
    }

    List<Integer> concurrencies() {
        if (concurrency != null) {
            return requireValid(concurrency);
        }
        List<Integer> all = quick ? List.of(16, 64, -16) : List.of(1, 16, 64, 256, -16);
        return cancelled == 0 ? all : all.stream().filter(calls -> calls > 0).toList();
    }

    int rounds() {
        int selected = rounds != null ? rounds : quick ? 3 : 12;
        if (selected < 1) {
            throw new IllegalArgumentException("--rounds is " + selected + "; it must be at least 1");
        }
        return selected;
    }

    Duration sample() {
        return millis("--seconds", seconds != null ? seconds : quick ? 0.3 : 0.5);
    }

    /** When the last round may begin, counted from the start. */
    Duration limit() {
        return millis("--minutes", minutes != null ? minutes : quick ? 3 : 15).multipliedBy(60);
    }

    /** The warm-up of each client, over all loads. */
    Duration warmUp() {
        return millis("--warm-up", warmUp != null ? warmUp : quick ? 4 : 15);
    }

    private static Duration millis(String option, double number) {
        if (!(number > 0 && number <= 60)) {
            throw new IllegalArgumentException(option + " is " + number + "; it must be more than 0 and at most 60");
        }
        return Duration.ofMillis(Math.max(1, Math.round(number * 1000)));
    }

    private static List<Integer> requireValid(List<Integer> selected) {
        for (int calls : selected) {
            if (calls == 0 || Math.abs(calls) > 256) {
                throw new IllegalArgumentException(
                        "--concurrency is " + calls + "; it must not be 0, and there are 256 connections");
            }
        }
        return selected;
    }
}
