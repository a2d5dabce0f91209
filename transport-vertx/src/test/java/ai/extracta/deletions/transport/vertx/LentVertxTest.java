package ai.extracta.deletions.transport.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportSettings;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A user's own Vert.x works as well, and stays the user's. */
class LentVertxTest {

    @RegisterExtension
    final SimulatorExtension api = new SimulatorExtension();

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(1));

    @BeforeEach
    void releaseWhatIsLentAtLast() {
        api.closeLast(Mono.fromCompletionStage(() -> vertx.close().toCompletionStage()));
    }

    @Test
    void leavesVertxAsItIsWhenClosed() throws Exception {
        api.simulator().seed(2, 0, 0);
        VertxTransport transport = VertxTransport.using(vertx, TransportSettings.defaults());
        succeed(client(transport).deleteClassification("cls-1"));
        StepVerifier.create(transport.closeLater()).expectComplete().verify(SimulatorExtension.TIMEOUT);
        api.simulator().awaitOpenConnections(0, SimulatorExtension.TIMEOUT);

        assertThat(await(vertx.executeBlocking(() -> "alive"))).isEqualTo("alive");
        succeed(client(VertxTransport.using(vertx, TransportSettings.defaults()))
                .deleteClassification("cls-2"));
    }

    @Test
    void canBeClosedAfterTheVertxItUses() throws Exception {
        VertxTransport transport = VertxTransport.using(vertx, TransportSettings.defaults());
        await(vertx.close());

        StepVerifier.create(transport.closeLater()).expectComplete().verify(SimulatorExtension.TIMEOUT);
    }

    /** Closing Vert.x leaves nothing that holds its client, and a client that is collected closes to {@code null}. */
    @Test
    void canBeClosedAfterTheVertxItUsesWasCollected() throws Exception {
        VertxTransport transport = VertxTransport.using(vertx, TransportSettings.defaults());
        await(vertx.close());
        collectGarbage();

        StepVerifier.create(transport.closeLater()).expectComplete().verify(SimulatorExtension.TIMEOUT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sendsNothingThroughAVertxThatWasClosed(boolean collected) throws Exception {
        api.simulator().seed(1, 0, 0);
        ClassificationDeletions client = client(VertxTransport.using(vertx, TransportSettings.defaults()));
        await(vertx.close());
        if (collected) {
            collectGarbage();
        }

        StepVerifier.create(client.deleteClassification("cls-1"))
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(DeletionException.class, failed -> assertThat(failed.outcome())
                                .isEqualTo(Outcome.NOT_SENT)))
                .verify(SimulatorExtension.TIMEOUT);
        assertThat(api.simulator().requests()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = ThreadingModel.class,
            names = {"EVENT_LOOP", "WORKER"})
    void worksFromAVerticle(ThreadingModel model) throws Exception {
        api.simulator().seed(2, 0, 0);
        AtomicReference<ClassificationDeletions> made = new AtomicReference<>();
        DeletionReceipt receipt = await(inVerticle(model, () -> {
            made.set(client(VertxTransport.using(vertx, TransportSettings.defaults())));
            return Future.fromCompletionStage(
                    made.get().deleteClassification("cls-1").toFuture(), vertx.getOrCreateContext());
        }));

        assertThat(receipt.status()).isEqualTo(200);
        succeed(made.get().deleteClassification("cls-2"));
    }

    @Test
    void signalsOnTheEventLoopOfTheVerticleItWasMadeIn() throws Exception {
        api.simulator().seed(1, 0, 0);
        AtomicReference<Thread> verticles = new AtomicReference<>();
        Thread signals = await(inVerticle(ThreadingModel.EVENT_LOOP, () -> {
            verticles.set(Thread.currentThread());
            ClassificationDeletions client = client(VertxTransport.using(vertx, TransportSettings.defaults()));
            return Future.fromCompletionStage(client.deleteClassification("cls-1")
                    .map(receipt -> Thread.currentThread())
                    .toFuture());
        }));

        assertThat(signals).isSameAs(verticles.get());
    }

    @Test
    void resolvesHostsWithTheResolverOfTheSettings() {
        api.simulator().seed(1, 0, 0);
        TransportSettings settings = TransportSettings.builder()
                .hostResolver(host -> List.of(InetAddress.getAllByName("127.0.0.1")))
                .build();
        ClassificationDeletions client = api.closeAtEnd(api.builder()
                .baseUri(URI.create("http://only-the-resolver.invalid:"
                        + api.simulator().baseUri().getPort()
                        + api.simulator().baseUri().getPath()))
                .allowInsecureHttp()
                .transport(api.closeAtEnd(VertxTransport.using(vertx, settings)))
                .build());

        succeed(client.deleteClassification("cls-1"));
    }

    private static void collectGarbage() {
        WeakReference<Object> canary = new WeakReference<>(new Object());
        while (canary.get() != null) {
            System.gc();
        }
    }

    private interface Task<T> {
        Future<T> run();
    }

    private <T> Future<T> inVerticle(ThreadingModel model, Task<T> task) {
        AtomicReference<T> result = new AtomicReference<>();
        VerticleBase verticle = new VerticleBase() {
            @Override
            public Future<?> start() {
                return task.run().onSuccess(result::set);
            }
        };
        return vertx.deployVerticle(verticle, new DeploymentOptions().setThreadingModel(model))
                .map(id -> result.get());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private ClassificationDeletions client(HttpTransport transport) {
        return api.closeAtEnd(api.builder()
                .transport(api.closeAtEnd(transport))
                .retryPolicy(RetryPolicy.none())
                .build());
    }

    private static void succeed(Mono<DeletionReceipt> call) {
        StepVerifier.create(call).expectNextCount(1).expectComplete().verify(SimulatorExtension.TIMEOUT);
    }
}
