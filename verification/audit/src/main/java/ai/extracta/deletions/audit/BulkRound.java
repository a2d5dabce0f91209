package ai.extracta.deletions.audit;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.Chaos;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.transport.HttpTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import reactor.core.publisher.Flux;

/** Some thousand deletions in one stream, on a new simulator. Every other stream is cancelled midway. */
final class BulkRound {

    private static final int CONCURRENCY = 40;
    private static final int WINDOW = 500;
    private static final int MAX_FILES_PER_CALL = 25;
    private static final Duration MAX_FAULT_DELAY = Duration.ofMillis(1200);
    private static final int REQUESTS_BEFORE_RECOVERY = 4;
    private static final Duration ATTEMPT_DEADLINE = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final HttpTransport transport;
    private final Function<ExtractaSimulator, EntryPoint> entryPoints;
    private final AuditedRetryPolicy policy;
    private final long seed;
    private final int number;
    private final Map<Long, DeletionResult> results = new ConcurrentHashMap<>();

    BulkRound(
            HttpTransport transport,
            Function<ExtractaSimulator, EntryPoint> entryPoints,
            AuditedRetryPolicy policy,
            long seed,
            int number) {
        this.transport = transport;
        this.entryPoints = entryPoints;
        this.policy = policy;
        this.seed = seed;
        this.number = number;
    }

    /** Returns when the stream has ended and the simulator is closed. */
    void run(int deletions, AuditSummary summary) {
        SplittableRandom random = new SplittableRandom(31 * seed + number);
        List<BulkGroup> groups = new ArrayList<>();
        List<DeletionRequest> requests = new ArrayList<>();
        while (requests.size() < deletions) {
            BulkGroup group = BulkGroup.of("cls-" + number + "-" + groups.size(), random);
            groups.add(group);
            requests.addAll(group.requests());
        }
        Collections.shuffle(requests, new Random(seed));
        boolean isCancelled = number % 2 == 1;
        ExtractaSimulator simulator = ExtractaSimulator.start();
        try (simulator) {
            groups.forEach(group -> simulator.add(group.tree()));
            simulator.answerBy(
                    Chaos.seeded(seed).withMaxDelay(MAX_FAULT_DELAY).recoveringAfter(REQUESTS_BEFORE_RECOVERY));
            try (EntryPoint entryPoint = entryPoints.apply(simulator)) {
                int maxResults = isCancelled ? random.nextInt(requests.size()) : Integer.MAX_VALUE;
                deleteAll(simulator.apiKey(), entryPoint, requests, maxResults);
                summary.countFaults(entryPoint.faults());
            }
        }
        new BulkGroundTruth(groups, simulator).compare(requests, results, !isCancelled, summary);
    }

    private void deleteAll(String apiKey, EntryPoint entryPoint, List<DeletionRequest> requests, int maxResults) {
        BulkOptions options = BulkOptions.builder()
                .window(WINDOW)
                .concurrency(CONCURRENCY)
                .maxFilesPerCall(MAX_FILES_PER_CALL)
                .build();
        try (ClassificationDeletions deletions = ClassificationDeletions.builder()
                .apiKey(ApiKey.of(apiKey))
                .baseUri(entryPoint.baseUri())
                .transport(transport)
                .retryPolicy(policy.toRetryPolicy())
                .attemptDeadline(ATTEMPT_DEADLINE)
                .maxInFlight(CONCURRENCY)
                .build()) {
            deletions
                    .deleteAll(Flux.fromIterable(requests), options)
                    .take(maxResults)
                    .doOnNext(this::recordResult)
                    .blockLast(TIMEOUT);
        }
    }

    private void recordResult(DeletionResult result) {
        if (results.put(result.index(), result) != null) {
            throw new IllegalStateException("request " + result.index() + " has two results");
        }
    }
}
