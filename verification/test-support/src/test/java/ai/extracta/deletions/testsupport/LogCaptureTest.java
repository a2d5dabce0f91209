package ai.extracta.deletions.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** An empty log proves something only if messages would be captured. */
class LogCaptureTest {

    @Test
    void capturesEverySystemAndTheMessagesOfExceptions() {
        LogCapture logs = LogCapture.capture(Level.TRACE, java.util.logging.Level.ALL, LogCapture.ALL);
        try (logs) {
            LoggerFactory.getLogger("io.netty.Some").trace("one {}", 1, new IllegalStateException("inner one"));
            java.util.logging.Logger.getLogger("io.vertx.Some")
                    .log(java.util.logging.Level.FINEST, "two", new IllegalStateException("inner two"));
        }

        assertThat(logs.lines()).anySatisfy(line -> assertThat(line).contains("io.netty.Some", "one 1", "inner one"));
        assertThat(logs.lines()).anySatisfy(line -> assertThat(line).contains("io.vertx.Some", "two", "inner two"));
    }

    @Test
    void capturesOnlyTheConfiguredLoggersAndLevels() {
        LogCapture logs = LogCapture.capture(Level.INFO, java.util.logging.Level.INFO, "io.vertx");
        try (logs) {
            LoggerFactory.getLogger("io.netty.Some").info("elsewhere");
            LoggerFactory.getLogger("io.vertx.Some").debug("too quiet");
            LoggerFactory.getLogger("io.vertx.Some").info("captured");
            java.util.logging.Logger.getLogger("io.vertx.Some").config("too quiet");
        }

        assertThat(logs.lines()).singleElement().asString().contains("captured");
    }

    @Test
    void capturesNothingOnceClosed() {
        LogCapture logs = LogCapture.capture(Level.TRACE, java.util.logging.Level.ALL, LogCapture.ALL);
        logs.close();
        LoggerFactory.getLogger("io.netty.Some").trace("too late");

        assertThat(logs.lines()).noneMatch(line -> line.contains("too late"));
    }
}
