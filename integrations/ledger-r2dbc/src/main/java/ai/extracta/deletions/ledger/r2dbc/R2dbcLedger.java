package ai.extracta.deletions.ledger.r2dbc;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.model.DeletionRequest;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Mono;

/**
 * A ledger in a database, for services without a disk of their own and for several workers on one job. PostgreSQL and
 * H2, which is recognized by the connection factory.
 *
 * <pre>{@code
 * R2dbcLedger.createSchema(connectionFactory).block();        // once, or execute the file postgresql.sql
 *
 * DeletionLedger ledger = R2dbcLedger.create(connectionFactory, "retention-2026-07");
 * deletions.deleteAll(requests, BulkOptions.builder().ledger(ledger).build())
 * }</pre>
 *
 * <p>Each {@code lookup}, {@code begin} and {@code finish} is at most one statement and one transaction, whatever the
 * number of requests, on a connection that is taken for it and closed afterwards, also on failure and cancellation. So
 * pass in a connection pool; a ledger uses about three connections at a time. {@code begin} and {@code finish} complete
 * when the transaction is committed.
 *
 * <p>Group commit: one {@code begin} and one {@code finish} is executed at a time; those that are subscribed to
 * meanwhile go together into the next statement, in the context of the first of them, and complete or fail together.
 * One that is cancelled before is not executed. Otherwise cancelling neither cancels those of others nor withdraws a
 * statement that the database has already received.
 *
 * <p><b>Several workers</b> may use one job at the same time, each with a ledger of its own. A state only moves
 * forward: what one worker reports as not sent or refused does not hide that another one has started it, and {@code
 * DELETED} never changes. {@link #startedByOthers} tells workers that begin the same request of each other, so that a
 * target that one does not find because the other has deleted it counts as already absent. It is ledgers, not threads,
 * that are told apart: create one for each stream, which costs nothing.
 *
 * <p>Thread-safe, and non-blocking as far as the driver is: that of H2 blocks, so its statements are executed on
 * Reactor's {@code boundedElastic} scheduler. Otherwise signals arrive on a thread of the driver.
 *
 * <p>If the database cannot be reached, does not respond within a time limit, 10 seconds by default, is full or
 * read-only, or has no schema, the call fails with an {@link java.io.UncheckedIOException} that names the job and the
 * reason, never a credential, and nothing is sent that is not recorded. The next call tries again. After {@link #close}
 * every call fails with an {@link IllegalStateException}.
 *
 * <p>The database contains ids and messages of the server, never the API key. Its view {@code deletion_audit} tells
 * what is deleted, since when, and how that is known; docs/ledger.md describes it.
 *
 * @since 0.1.0
 */
public final class R2dbcLedger implements DeletionLedger {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_JOB_LENGTH = 200;

    private final String job;
    private final LedgerTable table;
    private volatile boolean isClosed;

    private R2dbcLedger(String job, LedgerTable table) {
        this.job = job;
        this.table = table;
    }

    /**
     * Creates the ledger of a job. Connects to nothing.
     *
     * @param connectionFactory the database; external: the ledger does not close it. Not one that takes part in
     *     transactions of the caller: a record must be durable before a request is sent
     * @param job the name of the job, the same for all its workers and restarts: 1 to 200 characters
     * @return the ledger
     * @throws IllegalArgumentException if the database is neither PostgreSQL nor H2, or the name is not valid
     */
    public static R2dbcLedger create(ConnectionFactory connectionFactory, String job) {
        return create(connectionFactory, job, TIMEOUT);
    }

    /**
     * Creates the ledger of a job with a time limit of its own. Connects to nothing.
     *
     * @param connectionFactory the database, as in {@link #create(ConnectionFactory, String)}
     * @param job the name of the job
     * @param timeout how long an operation may take, including the wait for a connection; positive
     * @return the ledger
     * @throws IllegalArgumentException if an argument is not valid
     */
    public static R2dbcLedger create(ConnectionFactory connectionFactory, String job, Duration timeout) {
        Objects.requireNonNull(connectionFactory, "connectionFactory");
        requireValid(job);
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout is " + timeout + "; it must be positive");
        }
        Dialect dialect = Dialect.of(connectionFactory);
        Database database = new Database(connectionFactory, dialect, timeout);
        return new R2dbcLedger(job, new LedgerTable(database, dialect, job, timeout));
    }

    private static void requireValid(String job) {
        if (job.isBlank() || job.length() > MAX_JOB_LENGTH || job.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "job must be 1 to " + MAX_JOB_LENGTH + " characters, not blank, without control characters");
        }
    }

    /**
     * Creates the table and the view of all ledgers of a database, if they do not exist, by executing the file
     * {@code postgresql.sql} or {@code h2.sql} beside this class. Several workers may do so at the same time. Where the
     * schema is managed by other means, execute a copy of the file instead.
     *
     * @param connectionFactory the database, whose user must be allowed to create tables and views
     * @return cold; completes empty when both exist, or fails as the ledger does
     * @throws IllegalArgumentException if the database is neither PostgreSQL nor H2
     */
    public static Mono<Void> createSchema(ConnectionFactory connectionFactory) {
        Dialect dialect = Dialect.of(connectionFactory);
        return new Database(connectionFactory, dialect, TIMEOUT).createSchema();
    }

    @Override
    public Mono<List<State>> lookup(List<DeletionRequest> requests) {
        List<DeletionRequest> copy = List.copyOf(requests);
        return whenOpen("look up states", Mono.defer(() -> table.lookup(copy)));
    }

    @Override
    public Mono<Void> begin(List<DeletionRequest> requests) {
        List<DeletionRequest> copy = List.copyOf(requests);
        return whenOpen("record that requests start", Mono.defer(() -> table.begin(copy)));
    }

    @Override
    public Mono<Void> finish(List<DeletionResult> results) {
        List<DeletionResult> copy = List.copyOf(results);
        return whenOpen("record results", Mono.defer(() -> table.finish(copy)));
    }

    /**
     * {@inheritDoc} Here that includes what is recorded as deleted, and enclosing deletions, which may have deleted the
     * target as well; it does not include what others have certainly not deleted.
     */
    @Override
    public Mono<List<Boolean>> startedByOthers(List<DeletionRequest> requests) {
        List<DeletionRequest> copy = List.copyOf(requests);
        return whenOpen("look up what others have started", Mono.defer(() -> table.startedByOthers(copy)));
    }

    private <T> Mono<T> whenOpen(String task, Mono<T> operation) {
        String name = "the ledger of the job \"" + job + "\"";
        Mono<T> call = operation.onErrorMap(cause -> LedgerFailure.of(name + " could not " + task, cause));
        return Mono.defer(() -> isClosed ? Mono.error(new IllegalStateException(name + " is closed")) : call);
    }

    /** Ends the use of this ledger. Operations that were subscribed to before still complete. Idempotent. */
    @Override
    public void close() {
        isClosed = true;
    }

    /** Names the job and the database. */
    @Override
    public String toString() {
        return "R2dbcLedger[job=" + job + ", " + table + "]";
    }
}
