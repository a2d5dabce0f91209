package ai.extracta.deletions.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogConfiguratorTest {

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger sdk = context.getLogger("ai.extracta");

    @AfterEach
    void silence() {
        LogConfigurator.setVerbose(false);
    }

    @Test
    void isFoundByLogback() {
        assertThat(context.getLogger(Logger.ROOT_LOGGER_NAME))
                .returns(Level.OFF, Logger::getLevel)
                .returns(false, root -> root.iteratorForAppenders().hasNext());
    }

    @Test
    void logsWhatTheSdkDoesIfVerboseAndNothingElse() {
        LogConfigurator.setVerbose(true);

        assertThat(context.getLogger("ai.extracta.deletions.Anything").isDebugEnabled())
                .isTrue();
        assertThat(context.getLogger("reactor.Anything").isErrorEnabled()).isFalse();
    }

    @Test
    void writesEachLineOnceHoweverOftenItIsAskedFor() {
        LogConfigurator.setVerbose(true);
        LogConfigurator.setVerbose(true);

        assertThat(sdk.iteratorForAppenders()).toIterable().hasSize(1);
    }
}
