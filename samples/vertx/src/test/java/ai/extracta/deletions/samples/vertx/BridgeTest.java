package ai.extracta.deletions.samples.vertx;

import static ai.extracta.deletions.samples.vertx.ServiceUnderTest.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.transport.TransportSettings;
import ai.extracta.deletions.transport.vertx.VertxTransport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

class BridgeTest {

    @RegisterExtension
    final SimulatorExtension api = new SimulatorExtension();

    private final Vertx vertx = Vertx.vertx();

    @BeforeEach
    void closeVertxLast() {
        api.closeLast(Mono.fromCompletionStage(() -> vertx.close().toCompletionStage()));
    }

    @Test
    void completesTheFutureOnTheEventLoopOfTheContext() throws TimeoutException {
        Mono<String> elsewhere = Mono.fromCallable(() -> "done").subscribeOn(Schedulers.parallel());

        Future<String> thread = Bridge.toFuture(elsewhere, vertx.getOrCreateContext())
                .map(done -> Thread.currentThread().getName());

        assertThat(await(thread)).matches("vert\\.x-eventloop-thread-\\d+");
    }

    @Test
    void aCallIsCancelledOnTheWireBeforeTheBridge() throws TimeoutException {
        api.simulator().answerNext(Answer.noResponse());
        ClassificationDeletions deletions = api.closeAtEnd(api.builder()
                .transport(api.closeAtEnd(VertxTransport.using(vertx, TransportSettings.defaults())))
                .build());
        Sinks.Empty<Void> abandoned = Sinks.empty();
        Future<DeletionReceipt> call = Bridge.toFuture(
                deletions.deleteClassification("cls-1").takeUntilOther(abandoned.asMono()), vertx.getOrCreateContext());
        api.simulator().awaitRequests(1, TIMEOUT);

        abandoned.tryEmitEmpty().orThrow();

        assertThat(await(call)).isNull();
        api.simulator().awaitOpenConnections(0, TIMEOUT);
    }

    private static <T> T await(Future<T> future) throws TimeoutException {
        return future.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }
}
