package ai.extracta.deletions.micrometer;

import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.micrometer.DeletionObservationDocumentation.CallKeys;
import ai.extracta.deletions.model.DeletionReceipt;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names the observations of calls and their keys. Its methods are the defaults; override what should differ.
 *
 * <pre>{@code
 * observations.withCallConvention(new CallObservationConvention() {
 *     public KeyValues getLowCardinalityKeyValues(CallObservationContext context) {
 *         return CallObservationConvention.super.getLowCardinalityKeyValues(context).and("region", region);
 *     }
 * });
 * }</pre>
 *
 * @since 0.1.0
 */
public interface CallObservationConvention extends ObservationConvention<CallObservationContext> {

    /** Changes nothing. */
    CallObservationConvention DEFAULT = new CallObservationConvention() {};

    @Override
    default String getName() {
        return "extracta.deletions.call";
    }

    @Override
    default String getContextualName(CallObservationContext context) {
        return "delete " + Operation.of(context.getRequest());
    }

    @Override
    default KeyValues getLowCardinalityKeyValues(CallObservationContext context) {
        return KeyValues.of(
                CallKeys.OPERATION.withValue(Operation.of(context.getRequest())),
                CallKeys.OUTCOME.withValue(outcome(context)),
                CallKeys.STATUS.withValue(status(context)),
                CallKeys.TRANSPORT.withValue(context.getTransport().orElse(KeyValue.NONE_VALUE)),
                CallKeys.CONFIRMATION.withValue(context.getReceipt()
                        .map(receipt -> receipt.confirmation().name())
                        .orElse(KeyValue.NONE_VALUE)));
    }

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof CallObservationContext;
    }

    private static String outcome(CallObservationContext context) {
        return context.getReceipt().isPresent()
                ? "DELETED"
                : context.getOutcome().map(Outcome::name).orElse(KeyValue.NONE_VALUE);
    }

    private static String status(CallObservationContext context) {
        if (context.isCancelled()) {
            return "CANCELLED";
        }
        return context.getReceipt()
                .map(DeletionReceipt::status)
                .or(() -> context.getFailure()
                        .filter(ResponseException.class::isInstance)
                        .map(failure -> ((ResponseException) failure).status()))
                .map(String::valueOf)
                .orElse(KeyValue.NONE_VALUE);
    }
}
