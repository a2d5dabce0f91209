package ai.extracta.deletions.spring;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.ledger.r2dbc.R2dbcLedger;
import io.r2dbc.spi.ConnectionFactory;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** A ledger in the application's database, if {@code extracta-deletions-ledger-r2dbc} is there and a job is named. */
@AutoConfiguration(
        before = DeletionsAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration",
            "org.springframework.boot.autoconfigure.r2dbc.R2dbcAutoConfiguration"
        })
@ConditionalOnClass({R2dbcLedger.class, ConnectionFactory.class})
@ConditionalOnProperty("extracta.deletions.ledger.job")
@EnableConfigurationProperties(DeletionsProperties.class)
final class DeletionsR2dbcLedgerAutoConfiguration {

    private static final String JOB = "extracta.deletions.ledger.job";

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean(DeletionLedger.class)
    R2dbcLedger deletionLedger(DeletionsProperties properties, ObjectProvider<ConnectionFactory> connectionFactories) {
        DeletionsProperties.Ledger ledger = properties.ledger();
        if (ledger.file() != null) {
            throw new DeletionsConfigurationException(
                    JOB + " and extracta.deletions.ledger.file are both set.",
                    "Keep one of them: there is one ledger.");
        }
        ConnectionFactory connectionFactory = connectionFactories.getIfUnique();
        if (connectionFactory == null) {
            throw new DeletionsConfigurationException(
                    JOB + " is set, but there is not exactly one bean of type ConnectionFactory.",
                    "Set spring.r2dbc.url and add a driver and a pool, or define a bean of type DeletionLedger.");
        }
        return open(connectionFactory, Objects.requireNonNull(ledger.job()), ledger.createSchema());
    }

    private static R2dbcLedger open(ConnectionFactory connectionFactory, String job, boolean createSchema) {
        try {
            if (createSchema) {
                R2dbcLedger.createSchema(connectionFactory).block();
            }
            return R2dbcLedger.create(connectionFactory, job);
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new DeletionsConfigurationException(
                    JOB + ": " + e.getMessage(), "Name a job, and a PostgreSQL or H2 that can be reached.", e);
        }
    }
}
