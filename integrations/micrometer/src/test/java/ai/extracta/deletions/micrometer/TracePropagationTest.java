package ai.extracta.deletions.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.micrometer.Bridge.FinishedSpan;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testkit.ReceivedRequest;
import ai.extracta.deletions.testsupport.LogCapture;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.testsupport.TransportType;
import ch.qos.logback.classic.Level;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.MDC;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/** Trace contexts on the wire, and in every thread that works for a call, with real tracers. */
@Isolated("automatic context propagation is global")
class TracePropagationTest {

    @RegisterExtension
    final SimulatorExtension server = new SimulatorExtension();

    private final ObservationRegistry registry = ObservationRegistry.create();
    private final List<FinishedSpan> spans = new CopyOnWriteArrayList<>();
    private final Set<String> seen = new ConcurrentSkipListSet<>();

    @BeforeAll
    static void enable() {
        Hooks.enableAutomaticContextPropagation();
    }

    @AfterAll
    static void disable() {
        Hooks.disableAutomaticContextPropagation();
    }

    static Stream<Arguments> bridgesAndTransports() {
        return TransportType.each(Arrays.asList(Bridge.values()));
    }

    @ParameterizedTest
    @MethodSource("bridgesAndTransports")
    void eachAttemptReachesTheServerWithItsOwnSpanOfTheCallersTrace(TransportType transport, Bridge bridge) {
        bridge.install(registry, spans::add);
        Observation caller = Observation.start("erasure", registry);

        retriedOnce(transport).contextWrite(contextOf(caller)).block(SimulatorExtension.TIMEOUT);
        caller.stop();

        FinishedSpan root = span("erasure").get(0);
        FinishedSpan call = span("delete batch").get(0);
        assertThat(call.parentId()).isEqualTo(root.spanId());
        assertThat(span("http delete")).extracting(FinishedSpan::parentId).containsOnly(call.spanId());
        assertThat(span("http delete"))
                .extracting(attempt -> "00-" + root.traceId() + "-" + attempt.spanId())
                .hasSize(2)
                .doesNotHaveDuplicates()
                .isEqualTo(traceparents());
    }

    @ParameterizedTest
    @MethodSource("bridgesAndTransports")
    void listenersLogLinesAndOperatorsHaveTheTraceOfTheCallOnEveryThread(TransportType transport, Bridge bridge) {
        bridge.install(registry, spans::add);
        registry.observationConfig().observationHandler(new Seeing());
        Observation caller = Observation.start("erasure", registry);

        try (LogCapture logs = LogCapture.capture(
                Level.DEBUG, java.util.logging.Level.FINE, ClassificationDeletions.class.getName())) {
            retriedOnce(transport)
                    .doOnNext(receipt -> see("operator"))
                    .publishOn(Schedulers.boundedElastic())
                    .doOnNext(receipt -> see("operator on another thread"))
                    .contextWrite(contextOf(caller))
                    .block(SimulatorExtension.TIMEOUT);
            caller.stop();
            FinishedSpan root = span("erasure").get(0);
            FinishedSpan call = span("delete batch").get(0);

            assertThat(seen)
                    .containsExactlyInAnyOrder(
                            "start of http.client.requests: " + mdc(call),
                            "stop of http.client.requests: " + mdc(call),
                            "retry: " + mdc(call),
                            "stop of extracta.deletions.call: " + mdc(call),
                            "operator: " + mdc(root),
                            "operator on another thread: " + mdc(root));
            assertThat(logs.lines())
                    .filteredOn(line -> line.contains("Attempt 1 ended"))
                    .hasSize(1)
                    .allMatch(line -> line.contains("traceId=" + call.traceId()))
                    .allMatch(line -> line.contains("spanId=" + call.spanId()));
        }
        assertThat(MDC.get("traceId")).isNull();
    }

    @ParameterizedTest
    @EnumSource(TransportType.class)
    void withoutATracerNothingIsAddedToARequest(TransportType transport) {
        registry.observationConfig().observationHandler(new RecordingHandler());

        retriedOnce(transport).block(SimulatorExtension.TIMEOUT);

        assertThat(server.awaitRequests(2))
                .allSatisfy(request -> assertThat(request.headers().names())
                        .containsExactlyInAnyOrderElementsOf(
                                server.awaitRequests(1).get(0).headers().names())
                        .doesNotContain("traceparent", "b3"));
    }

    private Mono<DeletionReceipt> retriedOnce(TransportType transport) {
        server.simulator().seed(1, 1, 1);
        server.simulator().answerNext(Answer.serverError());
        return server.client(transport, builder -> builder.listener(DeletionObservations.create(registry))
                        .retryPolicy(
                                RetryPolicy.includingUnknown().withBackoff(Duration.ofMillis(1), Duration.ofMillis(1))))
                .deleteBatch("cls-1", "cls-1-batch-1");
    }

    private static Context contextOf(Observation observation) {
        return Context.of(ObservationThreadLocalAccessor.KEY, observation);
    }

    private List<FinishedSpan> span(String name) {
        return spans.stream().filter(span -> span.name().equals(name)).toList();
    }

    private List<String> traceparents() {
        return server.awaitRequests(2).stream()
                .map(ReceivedRequest::headers)
                .map(headers -> String.join(",", headers.all("traceparent")))
                .map(traceparent -> traceparent.substring(0, traceparent.lastIndexOf('-'))) // flags are the tracer's
                .toList();
    }

    private void see(String what) {
        seen.add(what + ": " + MDC.get("traceId") + " " + MDC.get("spanId"));
    }

    private static String mdc(FinishedSpan span) {
        return span.traceId() + " " + span.spanId();
    }

    /** Is notified by the listener of the SDK. */
    private final class Seeing implements ObservationHandler<Observation.Context> {

        @Override
        public void onStart(Observation.Context context) {
            if (context instanceof AttemptObservationContext) {
                see("start of " + context.getName());
            }
        }

        @Override
        public void onEvent(Observation.Event event, Observation.Context context) {
            see(event.getName());
        }

        @Override
        public void onStop(Observation.Context context) {
            if (!context.getName().equals("erasure")) {
                see("stop of " + context.getName());
            }
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }
}
