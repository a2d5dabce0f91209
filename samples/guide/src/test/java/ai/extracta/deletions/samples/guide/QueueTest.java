package ai.extracta.deletions.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.Answer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class QueueTest {

    @RegisterExtension
    final Api api = new Api();

    private final ClassificationDeletions deletions = api.client();
    private final Queue<String> settled = new ConcurrentLinkedQueue<>();

    @Test
    void eachMessageIsSettledByTheResultOfItsOwnRequest() {
        api.simulator().answerNext(Answer.status(404, ""), Answer.serverError(), Answer.status(403, ""));
        Flux<Message> messages = Flux.just("batch-1", "batch-2", "batch-3").map(this::message);
        ClassificationDeletions oneByOne = api.client(builder -> builder.maxInFlight(1));

        StepVerifier.create(new Erasures(
                                oneByOne,
                                BulkOptions.builder()
                                        .notFoundMeansAbsent()
                                        .concurrency(1)
                                        .stopOnUnauthorized(false)
                                        .build())
                        .run(messages, Mono.never()))
                .expectComplete()
                .verify(Api.TIMEOUT);

        assertThat(settled).containsExactly("acknowledged batch-1", "redelivered batch-2", "rejected batch-3");
    }

    @Test
    void everyRequestTakenBeforeTheShutdownHasItsResult() {
        Sinks.Many<Message> messages = Sinks.many().unicast().onBackpressureBuffer();
        Sinks.Empty<Void> shutdown = Sinks.empty();
        messages.tryEmitNext(message("batch-1")).orThrow();
        messages.tryEmitNext(message("batch-2")).orThrow();

        StepVerifier.create(new Erasures(deletions, BulkOptions.defaults()).run(messages.asFlux(), shutdown.asMono()))
                .then(() -> shutdown.tryEmitEmpty().orThrow())
                .expectComplete()
                .verify(Api.TIMEOUT);

        assertThat(settled).containsExactlyInAnyOrder("acknowledged batch-1", "acknowledged batch-2");
        assertThat(api.simulator().deletions()).hasSize(2);
    }

    @Test
    void aMessageThatIsNoRequestIsRejectedAndTheOthersAreWorkedOff() {
        Message bad = new Message("", verb -> settled.add(verb + " bad"));

        StepVerifier.create(new Erasures(deletions, BulkOptions.defaults())
                        .run(Flux.just(bad, message("batch-1")), Mono.never()))
                .expectComplete()
                .verify(Api.TIMEOUT);

        assertThat(settled).containsExactly("rejected bad", "acknowledged batch-1");
    }

    @Test
    void aMessageIsAcknowledgedIfItsRequestIsGone() {
        Flux<Message> messages = Flux.just(message("batch-1"));

        // snippet: bulk-correlated
        Flux<Void> settlements = deletions
                .deleteAll(messages, Message::request)       // any Publisher<T>, and Function<T, DeletionRequest>
                .concatMap(each -> each.result().isGone() ? each.item().acknowledge() : each.item().redeliver());
        // end

        StepVerifier.create(settlements).expectComplete().verify(Api.TIMEOUT);
        assertThat(settled).containsExactly("acknowledged batch-1");
    }

    private Message message(String batchId) {
        return new Message(batchId, verb -> settled.add(verb + " " + batchId));
    }

    // snippet: queue
    record Erasures(ClassificationDeletions deletions, BulkOptions options) {

        Mono<Void> run(Flux<Message> messages, Mono<Void> shutdown) {
            return deletions.deleteAll(
                            messages.takeUntilOther(shutdown),   // the source ends, not the stream
                            Message::request,
                            options)
                    .concatMap(each -> settle(each.item(), each.result()))
                    .then();
        }

        private static Mono<Void> settle(Message message, DeletionResult result) {
            if (result.isGone()) {
                return message.acknowledge();
            }
            return result instanceof Failed failed && failed.isRetryable()
                    ? message.redeliver()
                    : message.reject(result);
        }
    }
    // end

    /** Stands for a message of a broker's client. */
    record Message(String batchId, Consumer<String> log) {

        DeletionRequest request() {
            return new DeleteBatch("cls-1", batchId);
        }

        Mono<Void> acknowledge() {
            return Mono.fromRunnable(() -> log.accept("acknowledged"));
        }

        Mono<Void> redeliver() {
            return Mono.fromRunnable(() -> log.accept("redelivered"));
        }

        Mono<Void> reject(DeletionResult reason) {
            return Mono.fromRunnable(() -> log.accept("rejected"));
        }
    }
}
