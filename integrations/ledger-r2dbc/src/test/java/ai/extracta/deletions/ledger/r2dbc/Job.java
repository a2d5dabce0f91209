package ai.extracta.deletions.ledger.r2dbc;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a stream of deletions ended with. */
record Job(List<DeletionResult> results, @Nullable Throwable failure) {

    /** Deletes in small calls, so that there are several in each window. */
    static Mono<Job> run(ExtractaSimulator simulator, DeletionLedger ledger, List<DeletionRequest> requests) {
        BulkOptions options = BulkOptions.builder()
                .ledger(ledger)
                .window(100)
                .linger(Duration.ofMillis(10))
                .maxFilesPerCall(5)
                .concurrency(4)
                .build();
        return Mono.using(
                () -> client(simulator),
                client -> {
                    List<DeletionResult> results = new ArrayList<>();
                    return client.deleteAll(Flux.fromIterable(requests), options)
                            .doOnNext(results::add)
                            .then(Mono.fromSupplier(() -> new Job(results, null)))
                            .onErrorResume(failure -> Mono.just(new Job(results, failure)));
                },
                ClassificationDeletions::close);
    }

    private static ClassificationDeletions client(ExtractaSimulator simulator) {
        return ClassificationDeletions.builder()
                .apiKey(ApiKey.of(simulator.apiKey()))
                .baseUri(simulator.baseUri())
                .attemptDeadline(Duration.ofSeconds(2))
                .retryPolicy(RetryPolicy.includingUnknown().withBackoff(Duration.ofMillis(1), Duration.ofMillis(5)))
                .build();
    }
}
