package ai.extracta.deletions.spring;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.ledger.FileLedger;
import ai.extracta.deletions.ledger.r2dbc.R2dbcLedger;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeletionRequest;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Mono;

class DeletionsR2dbcLedgerTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final DeletionRequest REQUEST = new DeleteBatch("cls-1", "batch-1");

    private final String url = "r2dbc:h2:mem:///" + UUID.randomUUID() + "?options=DB_CLOSE_DELAY=-1";

    private final ApplicationContextRunner withoutDatabase = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    DeletionsAutoConfiguration.class,
                    DeletionsR2dbcLedgerAutoConfiguration.class,
                    R2dbcAutoConfiguration.class))
            .withPropertyValues("extracta.deletions.api-key=key", "extracta.deletions.transport=netty");

    private final ApplicationContextRunner runner = withoutDatabase.withPropertyValues("spring.r2dbc.url=" + url);

    private final ApplicationContextRunner withJob = runner.withPropertyValues("extracta.deletions.ledger.job=job-7");

    @Test
    void thereIsNoLedgerUnlessAJobIsNamed() {
        runner.run(context -> assertThat(context)
                .hasSingleBean(ConnectionFactory.class)
                .doesNotHaveBean(DeletionLedger.class)
                .doesNotHaveBean(BulkOptions.class));
    }

    @Test
    void aJobHasALedgerInTheDatabaseOfTheApplicationAndBulkOptionsWithIt() {
        withJob.run(context -> {
            assertThat(context).hasSingleBean(DeletionLedger.class);
            assertThat(context.getBean(R2dbcLedger.class)).hasToString("R2dbcLedger[job=job-7, database=H2]");
            assertThat(context.getBean(BulkOptions.class).ledger()).containsSame(context.getBean(R2dbcLedger.class));
        });
    }

    @Test
    void theSchemaIsCreatedIfThePropertySaysSo() {
        withJob.withPropertyValues("extracta.deletions.ledger.create-schema=true")
                .run(context -> assertThat(states(context)).containsExactly(DeletionLedger.State.PENDING));
    }

    private static List<DeletionLedger.State> states(AssertableApplicationContext context) {
        return context.getBean(DeletionLedger.class).lookup(List.of(REQUEST)).block(TIMEOUT);
    }

    @Test
    void nothingIsCreatedInADatabaseByDefault() {
        withJob.run(context -> assertThat(context).hasNotFailed());

        ConnectionFactory database = ConnectionFactories.get(url);
        assertThat(R2dbcLedger.create(database, "job-7")
                        .lookup(List.of(REQUEST))
                        .map(states -> "")
                        .onErrorResume(failure -> Mono.just(failure.getMessage()))
                        .block(TIMEOUT))
                .contains("its table is missing");
    }

    @Test
    void theLedgerIsClosedWithTheContext() {
        DeletionLedger[] ledger = new DeletionLedger[1];

        withJob.run(context -> ledger[0] = context.getBean(DeletionLedger.class));

        assertThat(ledger[0]
                        .lookup(List.of(REQUEST))
                        .map(states -> "")
                        .onErrorResume(failure -> Mono.just(failure.getMessage()))
                        .block(TIMEOUT))
                .isEqualTo("the ledger of the job \"job-7\" is closed");
    }

    @Test
    void aLedgerOfTheApplicationIsUsedInstead() {
        DeletionLedger own = R2dbcLedger.create(ConnectionFactories.get(url), "own");

        withJob.withBean(DeletionLedger.class, () -> own).run(context -> {
            assertThat(context).hasSingleBean(DeletionLedger.class);
            assertThat(context.getBean(BulkOptions.class).ledger()).containsSame(own);
        });
    }

    @Test
    void aFileAndAJobExcludeEachOther(@TempDir Path folder) {
        withJob.withPropertyValues("extracta.deletions.ledger.file=" + folder.resolve("job.ledger"))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("ledger.job and extracta.deletions.ledger.file are both set"));
    }

    @Test
    void aFileNeedsNoDatabase(@TempDir Path folder) {
        runner.withPropertyValues("extracta.deletions.ledger.file=" + folder.resolve("job.ledger"))
                .run(context -> assertThat(context).hasSingleBean(FileLedger.class));
    }

    @Test
    void aJobNeedsADatabase() {
        withoutDatabase
                .withClassLoader(new FilteredClassLoader("io.r2dbc.h2"))
                .withPropertyValues("extracta.deletions.ledger.job=job-7")
                .run(context -> assertThat(context).getFailure().hasMessageContaining("ConnectionFactory"));
    }

    @Test
    void aJobNeedsOneDatabase() {
        withJob.withBean("first", ConnectionFactory.class, () -> ConnectionFactories.get(url))
                .withBean("second", ConnectionFactory.class, () -> ConnectionFactories.get(url))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("there is not exactly one bean of type ConnectionFactory"));
    }

    @Test
    void aJobNeedsTheLedgerOnTheClassPath() {
        withJob.withClassLoader(new FilteredClassLoader(R2dbcLedger.class)).run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageContaining("the ledger in a database is not on the class path"));
    }

    @Test
    void withoutTheLedgerOnTheClassPathAllElseWorks() {
        runner.withClassLoader(new FilteredClassLoader(R2dbcLedger.class, ConnectionFactory.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(DeletionLedger.class));
    }

    @Test
    void aJobThatCannotBeNamedIsRefused() {
        runner.withPropertyValues("extracta.deletions.ledger.job=" + "x".repeat(201))
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasRootCauseInstanceOf(IllegalArgumentException.class)
                        .cause()
                        .hasMessageContaining("job must be 1 to 200 characters"));
    }
}
