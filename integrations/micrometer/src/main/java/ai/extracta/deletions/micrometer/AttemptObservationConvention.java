package ai.extracta.deletions.micrometer;

import ai.extracta.deletions.AttemptResult;
import ai.extracta.deletions.micrometer.DeletionObservationDocumentation.AttemptKeys;
import ai.extracta.deletions.micrometer.DeletionObservationDocumentation.AttemptTraceKeys;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Names the observations of attempts and their keys. Its methods are the defaults; override what should differ.
 *
 * <p>Name and keys of low cardinality are those of Spring's HTTP clients, so that one dashboard shows them all, and
 * because some registries demand the same keys from all meters of one name.
 *
 * @since 0.1.0
 */
public interface AttemptObservationConvention extends ObservationConvention<AttemptObservationContext> {

    /** Changes nothing. */
    AttemptObservationConvention DEFAULT = new AttemptObservationConvention() {};

    @Override
    default String getName() {
        return "http.client.requests";
    }

    @Override
    default String getContextualName(AttemptObservationContext context) {
        return "http delete";
    }

    @Override
    default KeyValues getLowCardinalityKeyValues(AttemptObservationContext context) {
        Optional<AttemptResult> result = Optional.ofNullable(context.getResponse());
        OptionalInt status = result.map(AttemptResult::status).orElseGet(OptionalInt::empty);
        return KeyValues.of(
                AttemptKeys.METHOD.withValue("DELETE"),
                AttemptKeys.URI.withValue(ofUri(context, URI::getPath)),
                AttemptKeys.CLIENT_NAME.withValue(ofUri(context, URI::getHost)),
                AttemptKeys.STATUS.withValue(status.isPresent() ? String.valueOf(status.getAsInt()) : "CLIENT_ERROR"),
                AttemptKeys.OUTCOME.withValue(statusClass(status.orElse(0))),
                AttemptKeys.EXCEPTION.withValue(result.flatMap(AttemptResult::failure)
                        .map(failure -> failure.getClass().getSimpleName())
                        .orElse(KeyValue.NONE_VALUE)));
    }

    @Override
    default KeyValues getHighCardinalityKeyValues(AttemptObservationContext context) {
        KeyValues values = KeyValues.of(
                AttemptTraceKeys.ATTEMPT.withValue(String.valueOf(context.getAttempt())),
                AttemptTraceKeys.HTTP_URL.withValue(ofUri(context, URI::toString)));
        AttemptResult result = context.getResponse();
        return result == null
                ? values
                : values.and(
                        AttemptTraceKeys.TRANSPORT.withValue(result.transport()),
                        AttemptTraceKeys.DELETION_OUTCOME.withValue(
                                result.outcome().map(Enum::name).orElse("DELETED")));
    }

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof AttemptObservationContext;
    }

    private static String ofUri(AttemptObservationContext context, Function<URI, String> part) {
        return context.getUri().map(part).orElse(KeyValue.NONE_VALUE);
    }

    private static String statusClass(int status) {
        return switch (status / 100) {
            case 1 -> "INFORMATIONAL";
            case 2 -> "SUCCESS";
            case 3 -> "REDIRECTION";
            case 4 -> "CLIENT_ERROR";
            case 5 -> "SERVER_ERROR";
            default -> "UNKNOWN";
        };
    }
}
