package ai.extracta.deletions.samples.webflux;

import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Something that happened in an erasure. What an event has no value for is left out.
 *
 * @param event its type: started, resumed, result, invalid, stopped or finished
 * @param erasure the id of the erasure
 * @param rows how many rows there are
 * @param row the number of the row, from 1
 * @param error what is wrong with the row, or why the erasure stopped
 * @param result the result of the row, as {@link DeletionResult#toJson()} writes it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ErasureEvent(
        String event,
        Instant at,
        @Nullable UUID erasure,
        @Nullable Long rows,
        @Nullable Long row,
        @Nullable String error,
        @Nullable @JsonRawValue String result) {

    static ErasureEvent started(UUID erasure, long rows) {
        return new ErasureEvent("started", Instant.now(), erasure, rows, null, null, null);
    }

    static ErasureEvent of(long row, DeletionResult result) {
        return result instanceof Failed failed && failed.remaining().isEmpty()
                ? invalid(row, failed)
                : new ErasureEvent("result", Instant.now(), null, null, row, null, result.toJson());
    }

    /** The row is no request, so nothing was sent for it. */
    private static ErasureEvent invalid(long row, Failed unmapped) {
        Throwable problem = Objects.requireNonNullElse(unmapped.failure().getCause(), unmapped.failure());
        return new ErasureEvent("invalid", Instant.now(), null, null, row, problem.getMessage(), null);
    }

    /** The erasure ended before all rows had a result; it continues when the service starts again. */
    static ErasureEvent stopped(String error) {
        return new ErasureEvent("stopped", Instant.now(), null, null, null, error, null);
    }

    static ErasureEvent of(String event) {
        return new ErasureEvent(event, Instant.now(), null, null, null, null, null);
    }

    /** {@return one line} */
    String toJson() {
        return JsonMapper.shared().writeValueAsString(this);
    }
}
