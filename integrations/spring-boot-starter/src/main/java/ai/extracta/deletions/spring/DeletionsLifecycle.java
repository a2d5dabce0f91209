package ai.extracta.deletions.spring;

import ai.extracta.deletions.ClassificationDeletions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Lets calls end when the application stops, after the web server has ended its requests and before any bean that their
 * subscribers need is destroyed.
 *
 * <p>Only if the application context is closed: a closed client cannot be reopened, and a context that was merely
 * stopped or paused can be started again.
 */
final class DeletionsLifecycle
        implements SmartLifecycle, ApplicationContextAware, ApplicationListener<ContextClosedEvent> {

    /** Below both phases of Spring Boot's web servers, which are the default phase less 1024 and less 2048. */
    static final int PHASE = DEFAULT_PHASE - 4096;

    private static final Logger LOG = LoggerFactory.getLogger(DeletionsLifecycle.class);

    private final ClassificationDeletions deletions;
    private final Duration timeout;
    private volatile @Nullable ApplicationContext context;
    private volatile boolean running;
    private volatile boolean closing;

    DeletionsLifecycle(ClassificationDeletions deletions, Duration timeout) {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new DeletionsConfigurationException(
                    "extracta.deletions.shutdown-timeout is " + timeout + "; it must be more than zero.",
                    "Set a time that calls need to end, such as 20s.");
        }
        this.deletions = deletions;
        this.timeout = timeout;
    }

    @Override
    public void setApplicationContext(ApplicationContext context) {
        this.context = context;
    }

    /** Precedes the stop. Also comes from child contexts, such as that of a management port. */
    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        if (event.getApplicationContext() == context) {
            closing = true;
        }
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public void stop(Runnable callback) {
        running = false;
        if (!closing) {
            callback.run();
            return;
        }
        deletions
                .closeGracefully(timeout)
                .doFinally(signal -> callback.run())
                .subscribe(nothing -> {}, failure -> LOG.debug("The client failed while closing", failure));
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
