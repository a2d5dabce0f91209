package ai.extracta.deletions.ledger.r2dbc;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.AlreadyAbsent;
import ai.extracta.deletions.bulk.DeletionResult.Deleted;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.bulk.DeletionResult.Skipped;
import ai.extracta.deletions.bulk.DeletionResult.Subsumed;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.model.DeletionReceipt;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** A result as the columns of its row, with that of its request. What it does not have is empty, or 0. */
record ResultRow(
        RequestRow request,
        State state,
        String result,
        int status,
        String requestId,
        String message,
        String subsumedBy) {

    /** A server must not be able to fill the disk. */
    private static final int MAX_TEXT = 1_000;

    /** In which order results of one request count if they are recorded together; the last one counts most. */
    private static final List<State> PRECEDENCE = List.of(State.PENDING, State.REFUSED, State.STARTED, State.DELETED);

    UUID key() {
        return request.key();
    }

    static ResultRow of(DeletionResult result) {
        RequestRow request = RequestRow.of(result.request());
        State state = DeletionLedger.stateAfter(result);
        String type = result.getClass().getSimpleName();
        if (result instanceof Deleted deleted) {
            return of(request, state, type, deleted.receipts());
        } else if (result instanceof AlreadyAbsent absent) {
            return of(request, state, type, absent.receipts());
        } else if (result instanceof Failed failed) {
            return of(request, state, type, failed.failure());
        } else if (result instanceof Skipped skipped) {
            return new ResultRow(request, state, type, 0, "", skipped.reason().name(), "");
        }
        String subsumedBy = ((Subsumed) result).subsumedBy().toJson();
        return new ResultRow(request, state, type, 0, "", "", subsumedBy);
    }

    private static ResultRow of(RequestRow request, State state, String type, List<DeletionReceipt> receipts) {
        if (receipts.isEmpty()) {
            return new ResultRow(request, state, type, 0, "", "", "");
        }
        DeletionReceipt last = receipts.get(receipts.size() - 1);
        String requestIds = receipts.stream()
                .map(DeletionReceipt::requestId)
                .filter(id -> !id.isEmpty())
                .distinct()
                .collect(Collectors.joining(", "));
        return new ResultRow(request, state, type, last.status(), text(requestIds), text(last.message()), "");
    }

    private static ResultRow of(RequestRow request, State state, String type, RuntimeException failure) {
        int status = failure instanceof ResponseException response ? response.status() : 0;
        return new ResultRow(request, state, type, status, "", text(String.valueOf(failure.getMessage())), "");
    }

    /** One row per request. */
    static List<ResultRow> distinct(List<DeletionResult> results) {
        Map<UUID, ResultRow> rows = new HashMap<>();
        for (DeletionResult result : results) {
            ResultRow row = of(result);
            rows.merge(row.key(), row, ResultRow::or);
        }
        return List.copyOf(rows.values());
    }

    private ResultRow or(ResultRow later) {
        return PRECEDENCE.indexOf(state) > PRECEDENCE.indexOf(later.state) ? this : later;
    }

    /** Without what a server may send and no database stores: NUL, and half of a surrogate pair. */
    private static String text(String text) {
        String start = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "..." : text;
        String encodable = new String(start.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        return encodable.replace('\0', '?');
    }
}
