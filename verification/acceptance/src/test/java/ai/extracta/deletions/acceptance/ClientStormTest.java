package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.Answer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A client whose callers lose their patience tells the others the truth, and loses no slot. */
class ClientStormTest {

    private static final int CALLS = 4_000;
    private static final int AT_ONCE = 64;
    private static final int SLOTS = 8;
    private static final int LONGEST_PATIENCE_MICROS = 8_000;

    @RegisterExtension
    final Api api = new Api();

    @EachTransport
    void tellsTheTruthToCallersWhoStayAndLosesNoSlotToThoseWhoLeave(Transport transport) {
        api.simulator().seed(CALLS, 0, 0);
        ClassificationDeletions client = api.client(transport, builder -> builder.maxInFlight(SLOTS));
        Flux<String> told = Flux.range(1, CALLS)
                .flatMap(i -> impatient(client.deleteClassification("cls-" + i)), AT_ONCE)
                .map(DeletionReceipt::request)
                .map(DeletionRequest::classificationId);

        StepVerifier.create(told.collectList())
                .assertNext(this::isTheTruth)
                .expectComplete()
                .verify(Duration.ofSeconds(30));
        hasAllSlots(client);
    }

    private static Mono<DeletionReceipt> impatient(Mono<DeletionReceipt> call) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        Duration patience = Duration.ofNanos(random.nextLong(LONGEST_PATIENCE_MICROS * 1_000L));
        return random.nextInt(100) < 70 ? call.takeUntilOther(Mono.delay(patience)) : call;
    }

    private void isTheTruth(List<String> told) {
        List<String> done = api.simulator().deletions().stream()
                .map(DeletionRequest::classificationId)
                .toList();
        assertThat(told.size()).isBetween(CALLS / 5, CALLS - CALLS / 100);
        assertThat(done).doesNotHaveDuplicates().containsAll(told);
        assertThat(api.bodies()).doesNotHaveDuplicates();
    }

    private void hasAllSlots(ClassificationDeletions client) {
        int before = api.simulator().requests().size();
        api.simulator().answerAlways(Answer.never());
        Disposable calls = Flux.range(1, SLOTS + 1)
                .flatMap(i -> client.deleteClassification("held-" + i).onErrorComplete(), SLOTS + 1)
                .subscribe();
        assertThat(api.awaitRequests(before + SLOTS)).hasSize(before + SLOTS);
        calls.dispose();
        api.simulator().awaitOpenConnections(0, Api.LIMIT);
    }
}
