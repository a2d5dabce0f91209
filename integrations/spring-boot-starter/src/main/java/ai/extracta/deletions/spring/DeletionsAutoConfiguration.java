package ai.extracta.deletions.spring;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.DeletionListener;
import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.ledger.FileLedger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

/**
 * Configures a {@link ClassificationDeletions} from the properties {@code extracta.deletions.*}, unless the application
 * defines one, and closes it after the web server.
 *
 * <p>Also a {@link ClassificationDeletions.Builder} with all of that, a new one for each injection, from which an
 * application can build a client of its own.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@EnableConfigurationProperties({DeletionsProperties.class, LifecycleProperties.class})
public final class DeletionsAutoConfiguration {

    /** For Spring. */
    DeletionsAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    ClassificationDeletions.Builder classificationDeletionsBuilder(
            DeletionsProperties properties,
            ObjectProvider<ApiKey> apiKey,
            ObjectProvider<SslBundles> sslBundles,
            ObjectProvider<DeletionListener> listeners,
            ObjectProvider<ClassificationDeletionsBuilderCustomizer> customizers) {
        BuilderFactory factory = new BuilderFactory(properties);
        ClassificationDeletions.Builder builder = factory.builder(apiKey.getIfAvailable(factory::apiKey));
        new TransportSettingsFactory(properties, sslBundles).create().ifPresent(builder::transportSettings);
        List<DeletionListener> all = listeners.orderedStream().toList();
        if (!all.isEmpty()) {
            builder.listener(DeletionListener.all(all));
        }
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return builder;
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean(DeletionLedger.class)
    @ConditionalOnProperty("extracta.deletions.ledger.file")
    FileLedger deletionLedger(DeletionsProperties properties) {
        Path file = Objects.requireNonNull(properties.ledger().file());
        try {
            return FileLedger.open(file);
        } catch (IOException e) {
            throw new DeletionsConfigurationException(
                    "extracta.deletions.ledger.file: " + e.getMessage(),
                    "Name a file in a folder that exists and that no other process uses as its ledger.",
                    e);
        }
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnSingleCandidate(DeletionLedger.class)
    BulkOptions bulkOptions(DeletionLedger ledger) {
        return BulkOptions.builder().ledger(ledger).build();
    }

    /** A job without its ledger would not survive a crash, though it is configured to. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("extracta.deletions.ledger.job")
    @ConditionalOnMissingBean(DeletionLedger.class)
    @ConditionalOnMissingClass("ai.extracta.deletions.ledger.r2dbc.R2dbcLedger")
    static class MissingLedgerConfiguration {

        MissingLedgerConfiguration() {
            throw new DeletionsConfigurationException(
                    "extracta.deletions.ledger.job is set, but the ledger in a database is not on the class path.",
                    "Add ai.extracta:extracta-deletions-ledger-r2dbc and a driver, or do not set the property.");
        }
    }

    /** A client that the application defines is closed by the application. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(ClassificationDeletions.class)
    static class ClientConfiguration {

        @Bean(destroyMethod = "close")
        ClassificationDeletions classificationDeletions(ClassificationDeletions.Builder builder) {
            return BuilderFactory.build(builder);
        }

        @Bean
        DeletionsLifecycle classificationDeletionsLifecycle(
                ClassificationDeletions classificationDeletions,
                DeletionsProperties properties,
                LifecycleProperties lifecycle) {
            return new DeletionsLifecycle(
                    classificationDeletions,
                    Objects.requireNonNullElseGet(properties.shutdownTimeout(), lifecycle::getTimeoutPerShutdownPhase));
        }
    }
}
