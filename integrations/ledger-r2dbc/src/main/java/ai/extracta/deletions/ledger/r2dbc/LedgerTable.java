package ai.extracta.deletions.ledger.r2dbc;

import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.ledger.r2dbc.Dialect.Query;
import ai.extracta.deletions.model.DeletionRequest;
import io.r2dbc.spi.Row;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The rows of one job, as one of its ledgers reads and changes them. */
final class LedgerTable {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Database database;
    private final Dialect dialect;
    private final String job;

    /** Tells this ledger from others. All have the same length, so that none occurs in a sequence of others. */
    private final String mark = HexFormat.of().toHexDigits(RANDOM.nextLong()) + ' ';

    private final GroupCommit<RequestRow> begins;
    private final GroupCommit<ResultRow> finishes;

    LedgerTable(Database database, Dialect dialect, String job, Duration timeout) {
        this.database = database;
        this.dialect = dialect;
        this.job = job;
        Dialect.Statements sql = dialect.statements();
        this.begins =
                new GroupCommit<>(RequestRow::key, rows -> database.update(sql.begin(), parameters(rows)), timeout);
        this.finishes = new GroupCommit<>(
                ResultRow::key, rows -> database.update(sql.finish(), resultParameters(rows)), timeout);
    }

    Mono<Void> begin(List<DeletionRequest> requests) {
        return inChunks(RequestRow.distinct(requests), begins::commit).then();
    }

    Mono<Void> finish(List<DeletionResult> results) {
        return inChunks(ResultRow.distinct(results), finishes::commit).then();
    }

    private List<Object> parameters(List<RequestRow> rows) {
        return new ArrayList<>(List.of(
                job,
                mark,
                rows.stream().map(RequestRow::key).toArray(UUID[]::new),
                column(rows, RequestRow::classificationId),
                column(rows, RequestRow::batchId),
                column(rows, RequestRow::fileIds)));
    }

    private List<Object> resultParameters(List<ResultRow> rows) {
        List<Object> parameters =
                parameters(rows.stream().map(ResultRow::request).toList());
        parameters.add(column(rows, row -> row.state().name()));
        parameters.add(column(rows, ResultRow::result));
        parameters.add(rows.stream().map(ResultRow::status).toArray(Integer[]::new));
        parameters.add(column(rows, ResultRow::requestId));
        parameters.add(column(rows, ResultRow::message));
        parameters.add(column(rows, ResultRow::subsumedBy));
        return parameters;
    }

    private static <R> String[] column(List<R> rows, Function<R, String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }

    Mono<List<State>> lookup(List<DeletionRequest> requests) {
        List<UUID> keys = requests.stream().map(RequestKey::of).toList();
        return states(keys, chunk -> dialect.lookup(job, chunk)).map(states -> keys.stream()
                .map(key -> states.getOrDefault(key, State.PENDING))
                .toList());
    }

    Mono<List<Boolean>> startedByOthers(List<DeletionRequest> requests) {
        List<List<UUID>> candidates =
                requests.stream().map(LedgerTable::withEnclosing).toList();
        List<UUID> keys = candidates.stream().flatMap(List::stream).toList();
        return states(keys, chunk -> dialect.startedByOthers(job, mark, chunk)).map(started -> candidates.stream()
                .map(each -> !Collections.disjoint(each, started.keySet()))
                .toList());
    }

    private static List<UUID> withEnclosing(DeletionRequest request) {
        List<UUID> keys = new ArrayList<>(List.of(RequestKey.of(request)));
        request.enclosing().forEach(enclosing -> keys.add(RequestKey.of(enclosing)));
        return keys;
    }

    private Mono<Map<UUID, State>> states(List<UUID> keys, Function<List<UUID>, Query> query) {
        return inChunks(
                        keys.stream().distinct().toList(),
                        chunk -> database.query(query.apply(chunk), LedgerTable::state))
                .concatMapIterable(Function.identity())
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static Map.Entry<UUID, State> state(Row row) {
        return Map.entry(
                Objects.requireNonNull(row.get(0, UUID.class)),
                State.valueOf(Objects.requireNonNull(row.get(1, String.class))));
    }

    /** One statement, unless there are more rows than the database can take; none if there is nothing to do. */
    private <R, T> Flux<T> inChunks(List<R> rows, Function<List<R>, Mono<T>> statement) {
        int max = dialect.maxRows();
        return Flux.range(0, rows.size() / max + (rows.size() % max == 0 ? 0 : 1))
                .map(chunk -> rows.subList(chunk * max, Math.min(rows.size() - chunk * max, max) + chunk * max))
                .concatMap(statement);
    }

    @Override
    public String toString() {
        return "database=" + dialect.databaseName();
    }
}
