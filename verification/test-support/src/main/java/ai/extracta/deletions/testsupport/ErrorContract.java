package ai.extracta.deletions.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.testsupport.ErrorThrower.Place;
import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportSettings;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** What was sent ends truthfully, whatever is thrown wherever its request or response passes. */
public abstract class ErrorContract {

    private static final TransportSettings SETTINGS =
            TransportSettings.builder().maxIdleTime(Duration.ofSeconds(1)).build();

    @RegisterExtension
    protected final SimulatorExtension api = new SimulatorExtension();

    /** A transport of which each connection has such a handler, first in its pipeline. */
    protected abstract HttpTransport create(TransportSettings settings, Supplier<ErrorThrower> handlers);

    static Stream<Arguments> errors() {
        return Stream.of(
                        new OutOfMemoryError("thrown by the test"),
                        new StackOverflowError("thrown by the test"),
                        new NoClassDefFoundError("thrown by the test"),
                        new AssertionError("thrown by the test"))
                .flatMap(error -> Stream.of(Place.values()).map(place -> Arguments.of(place, error)));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorEndsTheExchangeAndItsConnection(Place place, Error error) {
        StepVerifier.create(throwing(place, error).exchange(deletion()))
                .expectErrorSatisfies(failure -> isTruthful((TransportException) failure, place, error))
                .verify(SimulatorExtension.TIMEOUT);
        api.simulator().awaitOpenConnections(0, SimulatorExtension.TIMEOUT);
    }

    /** Libraries keep what a message throws when they read it themselves. */
    private static void isTruthful(TransportException failure, Place place, Error error) {
        assertThat(failure.maybeSent()).isTrue();
        if (place == Place.MESSAGE) {
            assertThat(failure.kind()).isIn(Kind.CONNECTION_LOST, Kind.INTERNAL, Kind.INCOMPATIBLE_LIBRARY);
        } else {
            assertThat(failure.kind())
                    .isEqualTo(error instanceof LinkageError ? Kind.INCOMPATIBLE_LIBRARY : Kind.INTERNAL);
            assertThat(failure).hasMessageContaining(error.toString()).hasRootCause(error);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anErrorEndsACallAsUnknown(Place place) {
        StepVerifier.create(client(place).deleteClassification("cls-1"))
                .expectErrorSatisfies(ErrorContract::isUnknown)
                .verify(SimulatorExtension.TIMEOUT);
    }

    @ParameterizedTest
    @EnumSource
    void errorsEndEveryRequestOfAStreamAsUnknown(Place place) {
        StepVerifier.create(client(place)
                        .deleteAll(Flux.just(new DeleteClassification("cls-1"), new DeleteClassification("cls-2"))))
                .assertNext(ErrorContract::isUnknown)
                .assertNext(ErrorContract::isUnknown)
                .expectComplete()
                .verify(SimulatorExtension.TIMEOUT);
    }

    private static void isUnknown(DeletionResult result) {
        assertThat(result).isInstanceOfSatisfying(DeletionResult.Failed.class, failed -> isUnknown(failed.failure()));
    }

    private static void isUnknown(Throwable failure) {
        assertThat(failure).isInstanceOfSatisfying(DeletionException.class, failed -> assertThat(failed.outcome())
                .isEqualTo(Outcome.UNKNOWN));
    }

    private ClassificationDeletions client(Place place) {
        return api.closeAtEnd(api.builder()
                .transport(throwing(place, new OutOfMemoryError("thrown by the test")))
                .retryPolicy(RetryPolicy.none())
                .build());
    }

    private HttpTransport throwing(Place place, Error error) {
        api.simulator().seed(2, 0, 0);
        return api.closeAtEnd(create(SETTINGS, () -> new ErrorThrower(place, error)));
    }

    protected final TransportRequest deletion() {
        return new TransportRequest(
                "DELETE", api.simulator().baseUri(), Headers.of("accept", "*/*"), ByteBuffer.allocate(2));
    }
}
