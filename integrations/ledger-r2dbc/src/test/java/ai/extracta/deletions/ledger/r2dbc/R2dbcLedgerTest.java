package ai.extracta.deletions.ledger.r2dbc;

import static ai.extracta.deletions.ledger.r2dbc.Samples.FILE;
import static ai.extracta.deletions.ledger.r2dbc.Samples.begin;
import static ai.extracta.deletions.ledger.r2dbc.Samples.finish;
import static ai.extracta.deletions.ledger.r2dbc.TestDatabase.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.model.DeletionRequest;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.Wrapped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class R2dbcLedgerTest {

    private final String job = Samples.newJob();

    @ParameterizedTest
    @EnumSource
    void eachBatchIsOneStatementOnOneConnection(TestDatabase database) {
        CountingDatabase counting = new CountingDatabase(database.pool());
        DeletionLedger ledger = R2dbcLedger.create(counting, job);
        List<DeletionRequest> requests = Samples.files(5_000);
        List<Mono<?>> operations = List.of(
                ledger.lookup(requests),
                ledger.begin(requests),
                ledger.finish(requests.stream().map(Samples::deleted).toList()),
                ledger.startedByOthers(requests));

        for (int i = 0; i < operations.size(); i++) {
            operations.get(i).block(TIMEOUT);
            assertThat(counting.statements()).isEqualTo(i + 1);
            assertThat(counting.connections()).isEqualTo(i + 1);
            assertThat(counting.open()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void concurrentBatchesAreOneStatement(TestDatabase database) {
        Sinks.Empty<Void> firstConnection = Sinks.empty();
        CountingDatabase counting = new CountingDatabase(wrapping(
                database.pool().getMetadata().getName(),
                firstConnection.asMono().then(database.pool().create())));
        DeletionLedger ledger = R2dbcLedger.create(counting, job);
        List<DeletionRequest> requests = Samples.files(100);
        Mono<Void> all = Flux.fromIterable(requests)
                .flatMap(request -> ledger.begin(List.of(request)), requests.size())
                .then();

        StepVerifier.create(all)
                .then(firstConnection::tryEmitEmpty)
                .expectComplete()
                .verify(TIMEOUT);

        assertThat(counting.statements()).isEqualTo(2);
        assertThat(ledger.lookup(requests).block(TIMEOUT)).hasSize(100).containsOnly(State.STARTED);
    }

    @Test
    void aBatchIsSplitWhereAnArrayOfH2IsFull() {
        CountingDatabase counting = new CountingDatabase(TestDatabase.H2.pool());
        DeletionLedger ledger = R2dbcLedger.create(counting, job);
        List<DeletionRequest> requests = Samples.files(65_537);

        begin(ledger, requests.get(65_536));

        List<State> states = ledger.lookup(requests).block(TIMEOUT);

        assertThat(states).hasSize(65_537).endsWith(State.PENDING, State.STARTED);
        assertThat(counting.statements()).isEqualTo(1 + 2);
    }

    @ParameterizedTest
    @EnumSource
    void connectionsAreReturnedOnFailure(TestDatabase database) {
        CountingDatabase counting = new CountingDatabase(database.pool());
        UncheckedIOException failure = new UncheckedIOException(new IOException());
        assertThatThrownBy(() -> new Database(counting, Dialect.of(counting), TIMEOUT)
                        .update("SELECT nonsense", List.of())
                        .onErrorMap(cause -> failure)
                        .block(TIMEOUT))
                .isSameAs(failure);

        assertThat(counting.connections()).isEqualTo(1);
        assertThat(counting.open()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void connectionsAreReturnedOnCancellation(TestDatabase database) {
        ConnectionPool pool = database.newPool();
        DeletionLedger ledger = R2dbcLedger.create(pool, job);
        List<DeletionRequest> requests = Samples.files(100);

        for (int i = 0; i < 50; i++) {
            ledger.begin(requests).subscribe().dispose();
        }

        assertThat(Flux.range(0, 50)
                        .flatMap(i -> ledger.lookup(requests), 10)
                        .count()
                        .block(TIMEOUT))
                .isEqualTo(50);
        pool.disposeLater().block(TIMEOUT);
    }

    @ParameterizedTest
    @EnumSource
    void theContextOfTheSubscriberReachesTheDatabase(TestDatabase database) {
        AtomicReference<String> seen = new AtomicReference<>();
        ConnectionFactory observing =
                wrapping(database.pool().getMetadata().getName(), Mono.deferContextual(context -> {
                    seen.set(context.get("trace"));
                    return Mono.from(database.pool().create());
                }));

        R2dbcLedger.create(observing, job)
                .begin(List.of(FILE))
                .contextWrite(context -> context.put("trace", "t-1"))
                .block(TIMEOUT);

        assertThat(seen).hasValue("t-1");
    }

    @ParameterizedTest
    @EnumSource
    void theSchemaCanBeCreatedAgainAndByManyAtATime(TestDatabase database) {
        Flux.range(0, 8).flatMap(i -> R2dbcLedger.createSchema(database.pool())).blockLast(TIMEOUT);
    }

    @Test
    void aMissingSchemaIsNamed() {
        ConnectionFactory empty = ConnectionFactories.get("r2dbc:h2:mem:///" + UUID.randomUUID());

        assertThatThrownBy(() -> begin(R2dbcLedger.create(empty, "job-7"), FILE))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(
                        "the ledger of the job \"job-7\" could not record that requests start: its table is missing;"
                                + " create it once with R2dbcLedger.createSchema");
    }

    @Test
    void aDatabaseThatDoesNotRespondIsGivenUpAfter10Seconds() {
        ConnectionFactory silent = wrapping("PostgreSQL", Mono.never());

        StepVerifier.withVirtualTime(() -> R2dbcLedger.create(silent, "job-7").begin(List.of(FILE)))
                .expectSubscription()
                .expectNoEvent(Duration.ofSeconds(9))
                .thenAwait(Duration.ofSeconds(1))
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOf(UncheckedIOException.class)
                        .hasMessageContaining("job-7")
                        .hasMessageContaining("did not respond in time"))
                .verify(TIMEOUT);
    }

    @Test
    void aFailureNamesJobAndCauseAndNoCredentials() {
        ConnectionFactory failing = wrapping(
                "PostgreSQL",
                Mono.error(new R2dbcNonTransientResourceException(
                        "cannot connect to r2dbc:postgresql://user:se-cret@db/x?password=se-cret&a=b")));

        assertThatThrownBy(() -> begin(R2dbcLedger.create(failing, "job-7"), FILE))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("job-7")
                .hasMessageContaining("cannot connect to r2dbc:postgresql://db/x")
                .hasMessageNotContaining("se-cret");
    }

    @Test
    void afterAFailureTheNextCallTriesAgain() {
        AtomicReference<ConnectionFactory> database =
                new AtomicReference<>(wrapping("H2", Mono.error(new IllegalStateException("down"))));
        DeletionLedger ledger = R2dbcLedger.create(
                wrapping("H2", Mono.defer(() -> Mono.from(database.get().create()))), job);
        assertThatThrownBy(() -> begin(ledger, FILE)).hasMessageContaining("down");

        database.set(TestDatabase.H2.pool());

        begin(ledger, FILE);
        assertThat(Samples.state(ledger, FILE)).isEqualTo(State.STARTED);
    }

    @Test
    void anUnknownDatabaseIsRefusedAtOnce() {
        ConnectionFactory unknown = wrapping("Oracle Database", Mono.never());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> R2dbcLedger.create(unknown, job))
                .withMessage("the ledger cannot be kept in \"Oracle Database\", only in PostgreSQL or H2");
        assertThatIllegalArgumentException().isThrownBy(() -> R2dbcLedger.createSchema(unknown));
    }

    @Test
    void aDatabaseBehindAWrapperIsRecognized() {
        assertThat(R2dbcLedger.create(new Wrapper(TestDatabase.H2.pool()), job))
                .asString()
                .contains("H2");
        assertThat(R2dbcLedger.create(TestDatabase.H2.pool(), job)).asString().contains("H2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "a\0b"})
    void aJobThatCannotBeNamedIsRefused(String invalid) {
        assertThatIllegalArgumentException().isThrownBy(() -> R2dbcLedger.create(TestDatabase.H2.pool(), invalid));
    }

    @Test
    void aNameOfMoreThan200CharactersIsRefused() {
        R2dbcLedger.create(TestDatabase.H2.pool(), "x".repeat(200));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> R2dbcLedger.create(TestDatabase.H2.pool(), "x".repeat(201)));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void aTimeLimitMustBePositive(long seconds) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> R2dbcLedger.create(TestDatabase.H2.pool(), job, Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @EnumSource
    void operationsOfAClosedLedgerThatWereSubscribedToBeforeComplete(TestDatabase database) {
        DeletionLedger ledger = R2dbcLedger.create(database.pool(), job);
        Mono<Void> begin = ledger.begin(List.of(FILE));
        StepVerifier.create(begin).then(ledger::close).expectComplete().verify(TIMEOUT);
        finish(R2dbcLedger.create(database.pool(), job), Samples.notSent(FILE));
        assertThat(Samples.state(R2dbcLedger.create(database.pool(), job), FILE))
                .isEqualTo(State.STARTED);
    }

    private static ConnectionFactory wrapping(String name, Mono<? extends Connection> connection) {
        return new ConnectionFactory() {
            @Override
            public Publisher<? extends Connection> create() {
                return connection;
            }

            @Override
            public ConnectionFactoryMetadata getMetadata() {
                return () -> name;
            }
        };
    }

    private record Wrapper(ConnectionFactory wrapped) implements ConnectionFactory, Wrapped<ConnectionFactory> {

        @Override
        public Publisher<? extends Connection> create() {
            return wrapped.create();
        }

        @Override
        public ConnectionFactoryMetadata getMetadata() {
            return () -> "proxy";
        }

        @Override
        public ConnectionFactory unwrap() {
            return wrapped;
        }
    }
}
