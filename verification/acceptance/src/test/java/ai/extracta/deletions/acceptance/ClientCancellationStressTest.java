package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.testsupport.TransportType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Mass cancellation never falsifies the results of other calls, and leaks no slot. */
class ClientCancellationStressTest {

    private static final int CALLS = 4_000;
    private static final int CONCURRENCY = 64;
    private static final int SLOTS = 8;
    private static final int MAX_CANCEL_DELAY_MICROS = 8_000;

    @RegisterExtension
    final SimulatorExtension api = new SimulatorExtension();

    @EachTransport
    void reportsTheTruthToRemainingCallersAndLosesNoSlotToCancelledOnes(TransportType transport) {
        api.simulator().seed(CALLS, 0, 0);
        ClassificationDeletions client = api.client(transport, builder -> builder.maxInFlight(SLOTS));
        Flux<String> reported = Flux.range(1, CALLS)
                .flatMap(i -> cancellingAtRandom(client.deleteClassification("cls-" + i)), CONCURRENCY)
                .map(DeletionReceipt::request)
                .map(DeletionRequest::classificationId);

        StepVerifier.create(reported.collectList())
                .assertNext(this::matchesTheServer)
                .expectComplete()
                .verify(Duration.ofSeconds(30));
        hasAllPermits(client);
    }

    private static Mono<DeletionReceipt> cancellingAtRandom(Mono<DeletionReceipt> call) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        Duration delay = Duration.ofNanos(random.nextLong(MAX_CANCEL_DELAY_MICROS * 1_000L));
        return random.nextInt(100) < 70 ? call.takeUntilOther(Mono.delay(delay)) : call;
    }

    private void matchesTheServer(List<String> reported) {
        List<String> deleted = api.simulator().deletions().stream()
                .map(DeletionRequest::classificationId)
                .toList();
        assertThat(reported.size()).isBetween(CALLS / 5, CALLS - CALLS / 100);
        assertThat(deleted).doesNotHaveDuplicates().containsAll(reported);
        assertThat(api.bodies()).doesNotHaveDuplicates();
    }

    private void hasAllPermits(ClassificationDeletions client) {
        int before = api.simulator().requests().size();
        api.simulator().answerAlways(Answer.noResponse());
        Disposable calls = Flux.range(1, SLOTS + 1)
                .flatMap(i -> client.deleteClassification("held-" + i).onErrorComplete(), SLOTS + 1)
                .subscribe();
        assertThat(api.awaitRequests(before + SLOTS)).hasSize(before + SLOTS);
        calls.dispose();
        api.simulator().awaitOpenConnections(0, SimulatorExtension.TIMEOUT);
    }
}
