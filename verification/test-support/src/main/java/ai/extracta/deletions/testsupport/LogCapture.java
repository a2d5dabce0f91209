package ai.extracta.deletions.testsupport;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.slf4j.LoggerFactory;

/**
 * What is logged while it is open, through SLF4J and through java.util.logging, either of which Vert.x may use. Nothing
 * of it reaches the console.
 */
public final class LogCapture implements AutoCloseable {

    /** Every logger. */
    public static final String ALL = "";

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final List<Runnable> undo = new ArrayList<>();

    private LogCapture() {}

    /** Captures these loggers and those below them, from levels on that mean the same in both systems. */
    public static LogCapture capture(Level slf4j, java.util.logging.Level jul, String... loggers) {
        LogCapture logs = new LogCapture();
        for (String name : loggers) {
            logs.captureSlf4j(name.equals(ALL) ? Logger.ROOT_LOGGER_NAME : name, slf4j);
            logs.captureJul(name, jul);
        }
        return logs;
    }

    /** One line each: logger, message, and the stack trace if there is one. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    private void captureSlf4j(String name, Level level) {
        Logger logger = (Logger) LoggerFactory.getLogger(name);
        Level before = logger.getLevel();
        boolean additive = logger.isAdditive();
        List<Appender<ILoggingEvent>> others = new ArrayList<>();
        logger.iteratorForAppenders().forEachRemaining(others::add);
        Collector collector = new Collector();
        collector.setContext(logger.getLoggerContext());
        collector.start();
        others.forEach(logger::detachAppender);
        logger.addAppender(collector);
        logger.setAdditive(false);
        logger.setLevel(level);
        undo.add(() -> {
            logger.setLevel(before);
            logger.setAdditive(additive);
            logger.detachAppender(collector);
            others.forEach(logger::addAppender);
        });
    }

    private void captureJul(String name, java.util.logging.Level level) {
        java.util.logging.Logger logger =
                name.isEmpty() ? LogManager.getLogManager().getLogger("") : java.util.logging.Logger.getLogger(name);
        java.util.logging.Level before = logger.getLevel();
        boolean passedOn = logger.getUseParentHandlers();
        Handler[] others = logger.getHandlers();
        Handler collector = new JulCollector();
        List.of(others).forEach(logger::removeHandler);
        logger.addHandler(collector);
        logger.setUseParentHandlers(false);
        logger.setLevel(level);
        undo.add(() -> {
            logger.setLevel(before);
            logger.setUseParentHandlers(passedOn);
            logger.removeHandler(collector);
            List.of(others).forEach(logger::addHandler);
        });
    }

    @Override
    public void close() {
        undo.forEach(Runnable::run);
        undo.clear();
    }

    private final class Collector extends AppenderBase<ILoggingEvent> {

        @Override
        protected void append(ILoggingEvent event) {
            String trace =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            lines.add(event.getLevel() + " " + event.getLoggerName() + " " + event.getFormattedMessage() + " "
                    + event.getMDCPropertyMap() + trace);
        }
    }

    private final class JulCollector extends Handler {

        JulCollector() {
            setLevel(java.util.logging.Level.ALL);
        }

        @Override
        public void publish(LogRecord event) {
            StringWriter trace = new StringWriter();
            if (event.getThrown() != null) {
                event.getThrown().printStackTrace(new PrintWriter(trace, true));
            }
            lines.add(event.getLevel() + " " + event.getLoggerName() + " "
                    + new java.util.logging.SimpleFormatter().formatMessage(event) + trace);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
