package ai.extracta.deletions.ledger.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.Chaos;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.testkit.ExtractaSimulator.Classification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;

/** Several workers delete the same things at the same time, on a server with faults. */
class SharedStreamsTest {

    private static final int WORKERS = 3;
    private static final Duration TIMEOUT = Duration.ofSeconds(50);

    private final String job = Samples.newJob();

    @AutoClose
    private final ExtractaSimulator simulator = ExtractaSimulator.start();

    @ParameterizedTest
    @EnumSource
    void theLedgerAndEveryResultTellTheTruth(TestDatabase database) {
        long seed = System.nanoTime();
        List<DeletionRequest> requests = requests(simulator.seed(2, 3, 8));
        simulator.answerBy(
                Chaos.seeded(seed).withMaxDelay(Duration.ofMillis(50)).recoveringAfter(4));

        List<DeletionResult> results = runWorkers(database, requests, new Random(seed));

        assertThat(results).as("seed %d", seed).hasSize(WORKERS * requests.size());
        Set<DeletionRequest> existing = existing();
        assertThat(results.stream().filter(DeletionResult::isGone).map(DeletionResult::request))
                .as("reported as deleted, seed %d", seed)
                .doesNotContainAnyElementsOf(existing);
        assertThat(results)
                .as("what another worker may have deleted is not refused, seed %d", seed)
                .noneMatch(result -> result instanceof Failed failed && failed.outcome() == Outcome.REFUSED);
        Map<DeletionRequest, State> states = states(database, requests);
        assertThat(results.stream().filter(DeletionResult::isGone).map(DeletionResult::request))
                .as("recorded as deleted, seed %d", seed)
                .allMatch(request -> states.get(request) == State.DELETED);
        states.forEach((request, state) -> assertThat(state)
                .as("recorded of %s, seed %d", request, seed)
                .isIn(State.STARTED, existing.contains(request) ? State.PENDING : State.DELETED));
    }

    private Map<DeletionRequest, State> states(TestDatabase database, List<DeletionRequest> requests) {
        List<State> states =
                R2dbcLedger.create(database.pool(), job).lookup(requests).block(TIMEOUT);
        Map<DeletionRequest, State> byRequest = new HashMap<>();
        for (int i = 0; i < requests.size(); i++) {
            byRequest.put(requests.get(i), states.get(i));
        }
        return byRequest;
    }

    private List<DeletionResult> runWorkers(TestDatabase database, List<DeletionRequest> requests, Random random) {
        return Flux.range(0, WORKERS)
                .flatMap(worker -> {
                    List<DeletionRequest> shuffled = new ArrayList<>(requests);
                    Collections.shuffle(shuffled, random);
                    return Job.run(simulator, R2dbcLedger.create(database.pool(), job), shuffled);
                })
                .doOnNext(ended -> assertThat(ended.failure()).isNull())
                .flatMapIterable(Job::results)
                .collectList()
                .block(TIMEOUT);
    }

    /** Of each classification the first batch as a whole as well, and the files of all. */
    private static List<DeletionRequest> requests(List<Classification> classifications) {
        List<DeletionRequest> requests = new ArrayList<>();
        for (Classification each : classifications) {
            String id = each.classificationId();
            requests.add(new DeleteBatch(id, each.batches().get(0).batchId()));
            each.batches().forEach(batch -> batch.fileIds()
                    .forEach(file -> requests.add(new DeleteFiles(id, batch.batchId(), List.of(file)))));
        }
        return requests;
    }

    private Set<DeletionRequest> existing() {
        Set<DeletionRequest> existing = new HashSet<>();
        for (Classification each : simulator.classifications()) {
            String id = each.classificationId();
            each.batches().forEach(batch -> {
                existing.add(new DeleteBatch(id, batch.batchId()));
                batch.fileIds().forEach(file -> existing.add(new DeleteFiles(id, batch.batchId(), List.of(file))));
            });
        }
        return existing;
    }
}
