package ai.extracta.deletions.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test during which a line above DEBUG was logged: what is reported is not logged as well. */
public final class QuietLogExtension implements BeforeEachCallback, AfterEachCallback {

    /** Vert.x measures by the clock; BlockHound detects blocked threads. */
    private static final String HOW_BUSY_THE_MACHINE_IS = "io.vertx.core.impl.BlockedThreadChecker";

    /** Netty, of a connection that was still being opened for a cancelled exchange when the transport was closed. */
    private static final String OPENED_WHILE_CLOSING =
            "Force-closing a channel whose registration task was not accepted by an event loop";

    private LogCapture logs = LogCapture.capture(Level.INFO, java.util.logging.Level.CONFIG);

    @Override
    public void beforeEach(ExtensionContext context) {
        logs = LogCapture.capture(Level.INFO, java.util.logging.Level.CONFIG, LogCapture.ALL);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        logs.close();
        assertThat(logs.lines())
                .as("what was logged above DEBUG")
                .filteredOn(line -> !line.contains(HOW_BUSY_THE_MACHINE_IS) && !line.contains(OPENED_WHILE_CLOSING))
                .isEmpty();
    }
}
