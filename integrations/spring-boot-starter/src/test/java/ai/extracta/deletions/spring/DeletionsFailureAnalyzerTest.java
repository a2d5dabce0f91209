package ai.extracta.deletions.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** What is printed if an application cannot start as it is configured. */
class DeletionsFailureAnalyzerTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(DeletionsAutoConfiguration.class))
            .withPropertyValues("extracta.deletions.api-key=key");

    /** By our analyzer as Spring Boot finds it. */
    static FailureAnalysis analyze(Throwable failure) {
        return SpringFactoriesLoader.forDefaultResourceLocation()
                .load(
                        FailureAnalyzer.class,
                        SpringFactoriesLoader.FailureHandler.handleMessage((message, thrown) -> {}))
                .stream()
                .filter(DeletionsFailureAnalyzer.class::isInstance)
                .findFirst()
                .orElseThrow()
                .analyze(failure);
    }

    @Test
    void severalTransportsAreNamed() {
        runner.run(context -> assertThat(analyze(context.getStartupFailure()).getDescription())
                .contains("There are 2 HTTP transports", "netty", "vertx"));
    }

    @Test
    void aTransportThatIsNotThereIsNamedWithTheDependenciesToAdd() {
        runner.withPropertyValues("extracta.deletions.transport=jetty")
                .run(context -> assertThat(analyze(context.getStartupFailure()).getDescription())
                        .contains("jetty", "extracta-deletions-transport-netty"));
    }

    @ParameterizedTest
    @CsvSource({
        "deadline=0s, deadline",
        "max-in-flight=0, maxInFlight is 0",
        "max-waiting=-1, maxWaiting is -1",
        "retry.max-attempts=0, 0",
        "retry.jitter=2, 2.0",
        "base-uri=ftp://api.example, https",
        "concurrency.min=2, concurrency needs min and max",
        "concurrency.max=2, concurrency needs min and max",
        "shutdown-timeout=0s, extracta.deletions.shutdown-timeout"
    })
    void aBadValueIsReportedBeforeAnythingIsSent(String property, String message) {
        runner.withPropertyValues("extracta.deletions.transport=netty", "extracta.deletions." + property)
                .run(context -> assertThat(analyze(context.getStartupFailure()).getDescription())
                        .contains(message));
    }

    @Test
    void aFixedAndAnAdaptiveLimitExcludeEachOther() {
        runner.withPropertyValues(
                        "extracta.deletions.max-in-flight=3",
                        "extracta.deletions.concurrency.min=2",
                        "extracta.deletions.concurrency.max=4")
                .run(context -> assertThat(analyze(context.getStartupFailure()).getDescription())
                        .contains("excludes extracta.deletions.max-in-flight"));
    }

    @Test
    void aLedgerThatCannotBeOpenedIsReportedWithItsProperty(@TempDir Path folder) {
        runner.withPropertyValues(
                        "extracta.deletions.transport=netty",
                        "extracta.deletions.ledger.file=" + folder.resolve("missing/erasures.ledger"))
                .run(context -> assertThat(analyze(context.getStartupFailure()).getDescription())
                        .startsWith("extracta.deletions.ledger.file: the folder of the ledger"));
    }
}
