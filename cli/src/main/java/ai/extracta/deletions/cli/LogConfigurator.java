package ai.extracta.deletions.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/**
 * Has nothing logged unless it is asked for, since the program reports failures itself. Logback finds it as a service:
 * to read a configuration file would take a third of a short run.
 */
public final class LogConfigurator extends ContextAwareBase implements Configurator {

    private static final String APPENDER = "STDERR";

    @Override
    public ExecutionStatus configure(LoggerContext loggerContext) {
        loggerContext.getStatusManager().add(new NopStatusListener());
        loggerContext.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Has what the SDK does logged to standard error, or not. */
    static void setVerbose(boolean verbose) {
        Logger sdk = (Logger) LoggerFactory.getLogger("ai.extracta");
        sdk.setLevel(verbose ? Level.DEBUG : Level.OFF);
        if (verbose && sdk.getAppender(APPENDER) == null) {
            sdk.addAppender(standardError(sdk.getLoggerContext()));
        }
    }

    private static Appender<ILoggingEvent> standardError(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{36} - %msg%n");
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setName(APPENDER);
        appender.setContext(context);
        appender.setTarget(ConsoleTarget.SystemErr.getName());
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
