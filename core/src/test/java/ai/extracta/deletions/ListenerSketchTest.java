package ai.extracta.deletions;

import static ai.extracta.deletions.FakeTransport.fails;
import static ai.extracta.deletions.FakeTransport.isSilent;
import static ai.extracta.deletions.FakeTransport.refuses;
import static ai.extracta.deletions.FakeTransport.succeeds;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.TransportException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Scheduler;
import reactor.test.subscriber.TestSubscriber;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** Metrics and traces need nothing but the events of a {@link CallListener}. */
class ListenerSketchTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Fixture fixture = new Fixture()
            .limits(1, 10)
            .policy(RetryPolicy.includingUnknown().withBackoff(SECOND, SECOND))
            .attemptDeadline(SECOND.multipliedBy(5));

    @Test
    void metricsOfWaitsAttemptsAndRetries() {
        Metrics metrics = new Metrics(fixture.time);
        fixture.listener(metrics)
                .transport
                .then(isSilent(), fails(Kind.CONNECTION_LOST, true), succeeds(), refuses(400));
        TestSubscriber<DeletionReceipt> slow = fixture.call();
        fixture.call();
        assertThat(metrics.inFlight).isEqualTo(1);

        fixture.pass(SECOND.multipliedBy(2));
        slow.cancel();
        fixture.pass(SECOND);
        fixture.call();

        assertThat(metrics.inFlight).isZero();
        assertThat(metrics.mostInFlight).isEqualTo(1);
        assertThat(metrics.waits).containsExactly(0L, 2_000L, 0L, 0L);
        assertThat(metrics.counters)
                .containsEntry("attempts", 4)
                .containsEntry("retries", 1)
                .containsEntry("calls DeleteBatch cancelled UNKNOWN", 1)
                .containsEntry("calls DeleteBatch deleted", 1)
                .containsEntry("calls DeleteBatch REFUSED", 1);
    }

    @Test
    void oneObservationPerCallThatTheTransportSees() {
        List<Observation> observations = new ArrayList<>();
        fixture.listener(Observing.recordingTo(observations)).transport.then(refuses(500), succeeds());
        Observation parent = new Observation("request", null);

        fixture.client()
                .delete(Fixture.REQUEST)
                .contextWrite(Context.of(Observation.class, parent))
                .subscribe();
        fixture.pass(SECOND);

        assertThat(observations).singleElement().satisfies(observation -> {
            assertThat(observation.parent).isSameAs(parent);
            assertThat(observation.tags)
                    .containsEntry("route", "DeleteBatch")
                    .containsEntry("status", "200")
                    .containsEntry("outcome", "CONFIRMED");
            assertThat(observation.events).containsExactly("retry UNKNOWN");
            assertThat(observation.stops).isEqualTo(1);
            assertThat(observation.tags.toString()).doesNotContain("private").doesNotContain(Fixture.KEY);
        });
        assertThat(fixture.transport.contexts)
                .allSatisfy(context ->
                        assertThat(context.<Observation>get(Observation.class)).isSameAs(observations.get(0)));
    }

    @Test
    void anObservationStopsHoweverItsCallEnds() {
        List<Observation> observations = new ArrayList<>();
        fixture.listener(Observing.recordingTo(observations)).transport.then(refuses(404), isSilent());

        fixture.call();
        fixture.call().cancel();

        assertThat(observations).extracting(observation -> observation.stops).containsExactly(1, 1);
        assertThat(observations)
                .extracting(observation -> observation.tags.get("outcome"))
                .containsExactly("REFUSED", "cancelled UNKNOWN");
    }

    /** As a decorator for Micrometer's meters would be. */
    private static final class Metrics implements DeletionListener {

        private final Scheduler clock;
        private final List<Long> waits = new ArrayList<>();
        private final Map<String, Integer> counters = new TreeMap<>();
        private int inFlight;
        private int mostInFlight;

        Metrics(Scheduler clock) {
            this.clock = clock;
        }

        @Override
        public CallListener callStarted(DeletionRequest request, ContextView context) {
            return new OfCall(request.getClass().getSimpleName());
        }

        private void count(String name) {
            counters.merge(name, 1, Integer::sum);
        }

        private final class OfCall implements CallListener {

            private final String route;
            private long waitsSince;

            OfCall(String route) {
                this.route = route;
            }

            @Override
            public void waiting() {
                waitsSince = clock.now(TimeUnit.MILLISECONDS);
            }

            @Override
            public void attemptStarted(int attempt) {
                waits.add(clock.now(TimeUnit.MILLISECONDS) - waitsSince);
                count("attempts");
                mostInFlight = Math.max(mostInFlight, ++inFlight);
            }

            @Override
            public void attemptEnded(AttemptResult result) {
                inFlight--;
            }

            @Override
            public void retrying(DeletionException failure, Duration pause) {
                count("retries");
            }

            @Override
            public void succeeded(DeletionReceipt receipt) {
                count("calls " + route + " deleted");
            }

            @Override
            public void failed(DeletionException failure) {
                count("calls " + route + " " + failure.outcome());
            }

            @Override
            public void cancelled(Outcome outcome) {
                count("calls " + route + " cancelled " + outcome);
            }
        }
    }

    private static final class Observation {

        private final String name;
        private final Observation parent;
        private final Map<String, String> tags = new TreeMap<>();
        private final List<String> events = new ArrayList<>();
        private int stops;

        Observation(String name, Observation parent) {
            this.name = name;
            this.parent = parent;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** As a decorator for Micrometer's observations would be. */
    private record Observing(Observation ofCall) implements CallListener {

        static DeletionListener recordingTo(List<Observation> all) {
            return (request, context) -> {
                Observation started = new Observation("deletion", context.getOrDefault(Observation.class, null));
                started.tags.put("route", request.getClass().getSimpleName());
                all.add(started);
                return new Observing(started);
            };
        }

        @Override
        public Context context(Context context) {
            return context.put(Observation.class, ofCall);
        }

        @Override
        public void attemptAnswered(int attempt, int status) {
            ofCall.tags.put("status", String.valueOf(status));
        }

        @Override
        public void retrying(DeletionException failure, Duration pause) {
            ofCall.events.add("retry " + failure.outcome());
        }

        @Override
        public void succeeded(DeletionReceipt receipt) {
            stop(receipt.confirmation().name());
        }

        @Override
        public void failed(DeletionException failure) {
            stop(failure.outcome().name());
        }

        @Override
        public void cancelled(Outcome outcome) {
            stop("cancelled " + outcome);
        }

        private void stop(String outcome) {
            ofCall.tags.put("outcome", outcome);
            ofCall.stops++;
        }
    }
}
