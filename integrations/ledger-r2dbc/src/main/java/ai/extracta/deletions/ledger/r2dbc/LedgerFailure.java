package ai.extracta.deletions.ledger.r2dbc;

import io.r2dbc.spi.R2dbcException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Says which ledger failed, why, and what to do. Never an id, and nothing that a URL has before its host. */
final class LedgerFailure {

    private static final Set<String> MISSING_TABLE = Set.of("42P01", "42S02", "42S03", "42S04");

    private LedgerFailure() {}

    static UncheckedIOException of(String what, Throwable cause) {
        return new UncheckedIOException(what + ": " + reason(cause), new IOException(cause));
    }

    private static String reason(Throwable cause) {
        if (cause instanceof TimeoutException) {
            return "the database did not respond in time";
        }
        if (cause instanceof R2dbcException known && MISSING_TABLE.contains(String.valueOf(known.getSqlState()))) {
            return "its table is missing; create it once with R2dbcLedger.createSchema";
        }
        return withoutCredentials(cause.getMessage(), cause.getClass().getSimpleName());
    }

    private static String withoutCredentials(@Nullable String message, String otherwise) {
        return message == null
                ? otherwise
                : message.replaceAll("//[^/\\s]*@", "//").replaceAll("(?i)(password=)[^;&\\s]*", "$1...");
    }
}
