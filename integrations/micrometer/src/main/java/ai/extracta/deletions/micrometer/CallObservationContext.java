package ai.extracta.deletions.micrometer;

import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import io.micrometer.observation.Observation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known about an observed call. Until the call ends there is neither a receipt nor an outcome.
 *
 * @since 0.1.0
 */
public final class CallObservationContext extends Observation.Context {

    private final DeletionRequest request;
    private @Nullable DeletionReceipt receipt;
    private @Nullable DeletionException failure;
    private @Nullable Outcome outcome;
    private @Nullable String transport;

    CallObservationContext(DeletionRequest request) {
        this.request = request;
    }

    /** {@return what to delete} */
    public DeletionRequest getRequest() {
        return request;
    }

    /** {@return the receipt, empty if there is none} */
    public Optional<DeletionReceipt> getReceipt() {
        return Optional.ofNullable(receipt);
    }

    /** {@return the failure, empty if there is none, as for a cancelled call} */
    public Optional<DeletionException> getFailure() {
        return Optional.ofNullable(failure);
    }

    /** {@return what is known about the deletion if the call ended without a receipt, otherwise empty} */
    public Optional<Outcome> getOutcome() {
        return Optional.ofNullable(outcome);
    }

    /** {@return whether the subscriber cancelled the call} */
    public boolean isCancelled() {
        return outcome != null && failure == null;
    }

    /** {@return the name of the transport, such as {@code netty}, empty before the end of the first attempt} */
    public Optional<String> getTransport() {
        return Optional.ofNullable(transport);
    }

    void setTransport(String transport) {
        this.transport = transport;
    }

    void setReceipt(DeletionReceipt receipt) {
        this.receipt = receipt;
    }

    void setFailure(DeletionException failure) {
        this.failure = failure;
        this.outcome = failure.outcome();
    }

    void setCancelled(Outcome outcome) {
        this.outcome = outcome;
    }
}
