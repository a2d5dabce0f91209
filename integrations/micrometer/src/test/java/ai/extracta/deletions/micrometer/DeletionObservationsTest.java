package ai.extracta.deletions.micrometer;

import static ai.extracta.deletions.micrometer.RecordingHandler.values;
import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.extracta.deletions.CallListener;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.testsupport.TransportType;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.tck.TestObservationRegistry;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.util.context.Context;

/** Observations of calls and attempts, as an observation handler sees them. */
class DeletionObservationsTest {

    private static final String CALL = "extracta.deletions.call";
    private static final String ATTEMPT = "http.client.requests";
    private static final String FILE_IDS = "cls-1-batch-1-file-1,cls-1-batch-1-file-2";

    @RegisterExtension
    final SimulatorExtension server = new SimulatorExtension();

    private final TestObservationRegistry registry = TestObservationRegistry.create();
    private final RecordingHandler recording = new RecordingHandler();
    private DeletionObservations observations = DeletionObservations.create(registry);

    @BeforeEach
    void record() {
        registry.observationConfig().observationHandler(recording);
    }

    @ParameterizedTest
    @EnumSource(TransportType.class)
    void aCallAndItsAttemptAreNestedObservations(TransportType transport) {
        server.simulator().seed(1, 1, 1);

        client(transport).deleteBatch("cls-1", "cls-1-batch-1").block(SimulatorExtension.TIMEOUT);

        assertThat(registry).hasNumberOfObservationsEqualTo(2);
        assertThat(call().getLowCardinalityKeyValues())
                .isEqualTo(KeyValues.of(
                        "operation",
                        "batch",
                        "outcome",
                        "DELETED",
                        "status",
                        "200",
                        "transport",
                        transport.toString(),
                        "confirmation",
                        "CONFIRMED"));
        assertThat(call().getContextualName()).isEqualTo("delete batch");
        Observation.Context attempt = contexts(ATTEMPT).get(0);
        assertThat(attempt.getParentObservation().getContextView()).isSameAs(call());
        assertThat(attempt.getLowCardinalityKeyValues())
                .isEqualTo(KeyValues.of(
                        "method",
                        "DELETE",
                        "uri",
                        "/api/v1/documentClassification/deleteBatch",
                        "status",
                        "200",
                        "outcome",
                        "SUCCESS",
                        "exception",
                        "none",
                        "client.name",
                        "127.0.0.1"));
        assertThat(values(attempt))
                .containsEntry("extracta.attempt", "1")
                .containsEntry("extracta.outcome", "DELETED")
                .containsEntry("extracta.transport", transport.toString())
                .containsEntry("http.url", server.simulator().baseUri() + "/documentClassification/deleteBatch");
    }

    @Test
    void aRetriedCallHasOneObservationForEachAttemptAndAnEventForEachRetry() {
        server.simulator().seed(1, 1, 1);
        server.simulator().answerNext(Answer.serverError());

        client(TransportType.NETTY)
                .withRetryPolicy(RetryPolicy.includingUnknown().withBackoff(Duration.ofMillis(1), Duration.ofMillis(1)))
                .deleteBatch("cls-1", "cls-1-batch-1")
                .block(SimulatorExtension.TIMEOUT);

        assertThat(contexts(ATTEMPT))
                .extracting(context -> values(context).get("status") + " "
                        + values(context).get("outcome") + " " + values(context).get("extracta.outcome"))
                .containsExactlyInAnyOrder("500 SERVER_ERROR UNKNOWN", "200 SUCCESS DELETED");
        assertThat(registry)
                .hasObservationWithNameEqualTo(CALL)
                .that()
                .hasLowCardinalityKeyValue("outcome", "DELETED")
                .hasBeenStopped();
        assertThat(registry).forAllObservationsWithNameEqualTo(CALL, context -> context.doesNotHaveError());
        assertThat(recording.events()).containsExactly(CALL + " retry");
    }

    @Test
    void aFailureHasItsOutcomeItsStatusAndItsException() {
        assertThatThrownBy(() ->
                        client(TransportType.NETTY).deleteClassification("none").block(SimulatorExtension.TIMEOUT))
                .isInstanceOf(DeletionException.class);

        assertThat(values(call()))
                .containsEntry("operation", "classification")
                .containsEntry("outcome", "REFUSED")
                .containsEntry("status", "404")
                .containsEntry("confirmation", "none");
        assertThat(call().getError()).isInstanceOf(DeletionException.class);
        assertThat(values(contexts(ATTEMPT).get(0)))
                .containsEntry("exception", "ResponseException")
                .containsEntry("outcome", "CLIENT_ERROR");
    }

    @Test
    void aCallThatWasNotSentHasNoStatus() {
        ClassificationDeletions closed = client(TransportType.NETTY);
        closed.closeLater().block(SimulatorExtension.TIMEOUT);

        assertThatThrownBy(() -> closed.deleteBatch("c", "b").block(SimulatorExtension.TIMEOUT))
                .isInstanceOf(DeletionException.class);

        assertThat(values(call()))
                .containsEntry("outcome", "NOT_SENT")
                .containsEntry("status", "none")
                .containsEntry("transport", "none");
        assertThat(contexts(ATTEMPT)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(TransportType.class)
    void aCancelledCallEndsItsObservationsAsUnknownWithoutAnError(TransportType transport) {
        server.simulator().answerNext(Answer.noResponse());
        Disposable call = client(transport).deleteBatch("c", "b").subscribe();
        server.awaitRequests(1);

        call.dispose();

        assertThat(registry).forAllObservationsWithNameEqualTo(CALL, context -> context.doesNotHaveError());
        assertThat(values(call())).containsEntry("outcome", "UNKNOWN").containsEntry("status", "CANCELLED");
        assertThat(values(contexts(ATTEMPT).get(0)))
                .containsEntry("status", "CLIENT_ERROR")
                .containsEntry("extracta.outcome", "UNKNOWN");
    }

    @Test
    void theParentIsTheObservationInTheSubscribersContext() {
        Observation parent = Observation.start("erasure", registry);

        client(TransportType.NETTY)
                .deleteBatch("c", "b")
                .onErrorComplete()
                .contextWrite(Context.of(ObservationThreadLocalAccessor.KEY, parent))
                .block(SimulatorExtension.TIMEOUT);

        assertThat(call().getParentObservation()).isSameAs(parent);
    }

    @Test
    void elseTheParentIsTheCurrentObservationOfTheSubscribingThread() {
        Observation parent = Observation.start("erasure", registry);

        parent.scoped(() -> {
            client(TransportType.NETTY).deleteBatch("c", "b").onErrorComplete().block(SimulatorExtension.TIMEOUT);
        });

        assertThat(call().getParentObservation()).isSameAs(parent);
    }

    @Test
    void noKeyValueHasAnIdUnlessAskedFor() {
        server.simulator().seed(1, 1, 2);
        server.simulator().answerNext(Answer.documented().header("x-request-id", "r-1"));
        deleteFiles();

        assertThat(Stream.of(call(), contexts(ATTEMPT).get(0)).flatMap(context -> values(context).values().stream()))
                .noneMatch(value -> value.contains("cls-1") || value.contains("r-1"));
    }

    @Test
    void idsAreOfHighCardinality() {
        server.simulator().seed(1, 1, 2);
        server.simulator().answerNext(Answer.documented().header("x-request-id", "r-1"));
        observations = observations.withIds();
        deleteFiles();

        assertThat(call().getHighCardinalityKeyValues())
                .isEqualTo(KeyValues.of(
                        "extracta.classification.id",
                        "cls-1",
                        "extracta.batch.id",
                        "cls-1-batch-1",
                        "extracta.file.ids",
                        FILE_IDS,
                        "extracta.request.id",
                        "r-1"));
        assertThat(call().getLowCardinalityKeyValues().stream().map(value -> value.getValue()))
                .doesNotContain("cls-1", "cls-1-batch-1", FILE_IDS, "r-1");
    }

    @Test
    void conventionsReplaceNamesAndKeys() {
        observations = observations
                .withCallConvention(new CallObservationConvention() {
                    @Override
                    public String getName() {
                        return "erase";
                    }

                    @Override
                    public KeyValues getLowCardinalityKeyValues(CallObservationContext context) {
                        return CallObservationConvention.super
                                .getLowCardinalityKeyValues(context)
                                .and("region", "eu");
                    }
                })
                .withAttemptConvention(new AttemptObservationConvention() {
                    @Override
                    public String getName() {
                        return "erase.http";
                    }
                });

        client(TransportType.NETTY).deleteBatch("c", "b").onErrorComplete().block(SimulatorExtension.TIMEOUT);

        assertThat(values(contexts("erase").get(0)))
                .containsEntry("region", "eu")
                .containsEntry("outcome", "REFUSED");
        assertThat(contexts("erase.http")).hasSize(1);
    }

    @Test
    void ofACallWhoseObservationIsDisabledTheAttemptsHaveItsParent() {
        registry.observationConfig().observationPredicate((name, context) -> !name.equals(CALL));
        Observation parent = Observation.start("erasure", registry);

        client(TransportType.NETTY)
                .deleteBatch("c", "b")
                .onErrorComplete()
                .contextWrite(Context.of(ObservationThreadLocalAccessor.KEY, parent))
                .block(SimulatorExtension.TIMEOUT);

        assertThat(contexts(CALL)).isEmpty();
        assertThat(contexts(ATTEMPT).get(0).getParentObservation()).isSameAs(parent);
    }

    @Test
    void withoutARegistryNothingIsObserved() {
        CallListener listener = DeletionObservations.create(ObservationRegistry.NOOP)
                .callStarted(new DeleteBatch("c", "b"), Context.empty());

        assertThat(listener).isSameAs(CallListener.NOOP);
    }

    private void deleteFiles() {
        client(TransportType.NETTY)
                .deleteFiles("cls-1", "cls-1-batch-1", List.of(FILE_IDS.split(",")))
                .onErrorComplete()
                .block(SimulatorExtension.TIMEOUT);
    }

    private ClassificationDeletions client(TransportType transport) {
        return server.client(transport, builder -> builder.listener(observations));
    }

    private Observation.Context call() {
        return contexts(CALL).get(0);
    }

    private List<Observation.Context> contexts(String name) {
        return recording.stopped(name);
    }
}
