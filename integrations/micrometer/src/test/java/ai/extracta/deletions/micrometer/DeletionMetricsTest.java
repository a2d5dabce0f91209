package ai.extracta.deletions.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.BulkProgress;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.testsupport.TransportType;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Gauges, queue times and the progress of bulk deletion; none of them needs observations. */
class DeletionMetricsTest {

    @RegisterExtension
    final SimulatorExtension server = new SimulatorExtension();

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final DeletionObservations observations = DeletionObservations.create(ObservationRegistry.NOOP);
    private final DeletionMetrics metrics = DeletionMetrics.of(observations);

    @Test
    void gaugesCountQueuedCallsAndAttemptsInFlight() {
        metrics.bindTo(meters);
        ClassificationDeletions client = oneAtATime();
        server.simulator().answerAlways(Answer.noResponse());

        Disposable first = client.deleteBatch("c", "b-1").subscribe();
        Disposable second = client.deleteBatch("c", "b-2").subscribe();
        Disposable third = client.deleteBatch("c", "b-3").subscribe();
        assertGauges(1, 2);

        second.dispose();
        assertGauges(1, 1);
        first.dispose();
        assertGauges(1, 0);
        third.dispose();
        assertGauges(0, 0);
    }

    @Test
    void aTimerMeasuresHowLongCallsAreQueued() {
        metrics.bindTo(meters);
        server.simulator().seed(1, 2, 1);
        server.simulator().answerNext(Answer.documented().delayedBy(Duration.ofMillis(200)));
        ClassificationDeletions client = oneAtATime();

        Flux.merge(client.deleteBatch("cls-1", "cls-1-batch-1"), client.deleteBatch("cls-1", "cls-1-batch-2"))
                .blockLast(SimulatorExtension.TIMEOUT);

        assertThat(meters.get("extracta.deletions.queue.time").timer().count()).isEqualTo(2);
        assertThat(meters.get("extracta.deletions.queue.time").timer().max(TimeUnit.MILLISECONDS))
                .isBetween(150.0, 10_000.0);
    }

    @Test
    void bulkDeletionIsCountedByResultAndJob() {
        metrics.bindTo(meters);
        server.simulator().seed(1, 2, 1);

        deleteTwoBatchesAndOneThatIsNotThere();

        assertThat(count("bulk.received", "bulk.job", "nightly")).isEqualTo(3);
        assertThat(count("bulk.calls", "bulk.job", "nightly")).isEqualTo(3);
        assertThat(count("bulk.requests", "bulk.job", "nightly", "result", "DELETED"))
                .isEqualTo(2);
        assertThat(count("bulk.requests", "bulk.job", "nightly", "result", "REFUSED"))
                .isEqualTo(1);
        assertThat(meters.get("extracta.deletions.bulk.remaining").gauge().value())
                .isZero();
    }

    @Test
    void streamsOfOneJobAddUpAlsoIfTheMetersAreBoundLater() {
        server.simulator().seed(1, 2, 1);
        deleteTwoBatchesAndOneThatIsNotThere();
        metrics.bindTo(meters);

        deleteTwoBatchesAndOneThatIsNotThere();

        assertThat(count("bulk.received", "bulk.job", "nightly")).isEqualTo(6);
        assertThat(count("bulk.requests", "bulk.job", "nightly", "result", "REFUSED"))
                .isEqualTo(4);
    }

    @Test
    void aListenerThatCountedAnotherStreamIsRejected() {
        Consumer<BulkProgress> concurrent = metrics.bulkProgress("nightly");
        Consumer<BulkProgress> consecutive = metrics.bulkProgress("nightly");
        concurrent.accept(progress(Duration.ofSeconds(2), false));
        consecutive.accept(progress(Duration.ofSeconds(2), true));

        assertThatThrownBy(() -> concurrent.accept(progress(Duration.ofSeconds(1), false)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("for each deleteAll");
        assertThatThrownBy(() -> consecutive.accept(progress(Duration.ofSeconds(3), false)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("for each deleteAll");
    }

    @Test
    void whatRemainsIsWhatIsExpectedAndHasNoResult() {
        metrics.bindTo(meters);

        metrics.bulkProgress("nightly").accept(progress(Duration.ofSeconds(1), false));

        assertThat(meters.get("extracta.deletions.bulk.remaining").gauge().value())
                .isEqualTo(95);
    }

    @Test
    void nothingRemainsOfAStreamThatEndedEarly() {
        metrics.bindTo(meters);
        Consumer<BulkProgress> stream = metrics.bulkProgress("nightly");
        stream.accept(progress(Duration.ofSeconds(1), false));

        stream.accept(progress(Duration.ofSeconds(2), true));

        assertThat(meters.get("extracta.deletions.bulk.remaining").gauge().value())
                .isZero();
    }

    @Test
    void bindingTwiceCountsOnce() {
        metrics.bindTo(meters);
        metrics.bindTo(meters);
        server.simulator().seed(1, 1, 1);

        oneAtATime().deleteBatch("cls-1", "cls-1-batch-1").block(SimulatorExtension.TIMEOUT);

        assertThat(meters.get("extracta.deletions.queue.time").timer().count()).isEqualTo(1);
    }

    @Test
    void aBlankJobIsRejected() {
        assertThatThrownBy(() -> metrics.bulkProgress(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("blank");
    }

    private static BulkProgress progress(Duration elapsed, boolean ended) {
        return new BulkProgress(10, 2, 4, 0, 0, 0, 0, 0, 1, elapsed, Optional.of(100L), ended);
    }

    private void deleteTwoBatchesAndOneThatIsNotThere() {
        BulkOptions options = BulkOptions.builder()
                .progress(Duration.ofHours(1), metrics.bulkProgress("nightly"))
                .build();
        server.client(TransportType.NETTY, builder -> builder.listener(observations))
                .deleteAll(
                        Flux.just(
                                new DeleteBatch("cls-1", "cls-1-batch-1"),
                                new DeleteBatch("cls-1", "cls-1-batch-2"),
                                new DeleteBatch("cls-1", "none")),
                        options)
                .blockLast(SimulatorExtension.TIMEOUT);
    }

    private ClassificationDeletions oneAtATime() {
        return server.client(
                TransportType.NETTY, builder -> builder.listener(observations).maxInFlight(1));
    }

    private double count(String name, String... tags) {
        return meters.get("extracta.deletions." + name)
                .tags(tags)
                .functionCounter()
                .count();
    }

    private void assertGauges(int inFlight, int queued) {
        assertThat(meters.get("extracta.deletions.in.flight").gauge().value()).isEqualTo(inFlight);
        assertThat(meters.get("extracta.deletions.queued").gauge().value()).isEqualTo(queued);
    }
}
