package ai.extracta.deletions.kafka;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The thread of a worker, and its end. */
final class WorkerThread {

    private final Sinks.Empty<Void> ended = Sinks.empty();
    private final @Nullable WorkerLoop loop;

    private WorkerThread(@Nullable WorkerLoop loop) {
        this.loop = loop;
    }

    static WorkerThread neverStarted() {
        WorkerThread thread = new WorkerThread(null);
        thread.ended.tryEmitEmpty();
        return thread;
    }

    static WorkerThread start(WorkerSettings settings, WorkerCounters counters) {
        RecordSource source =
                settings.isConsumerGroup() ? ConsumerGroupSource.create(settings) : ShareGroupSource.create(settings);
        WorkerLoop loop = new WorkerLoop(settings, counters, source, writer(settings, source));
        counters.running(true);
        return start(loop, settings.name());
    }

    private static RecordWriter writer(WorkerSettings settings, RecordSource source) {
        try {
            return RecordWriter.create(settings);
        } catch (RuntimeException e) {
            source.close(settings.stopTimeout());
            throw e;
        }
    }

    static WorkerThread start(WorkerLoop loop, String name) {
        WorkerThread worker = new WorkerThread(loop);
        Thread thread = new Thread(() -> worker.run(loop), name);
        thread.setDaemon(false);
        thread.start();
        return worker;
    }

    private void run(WorkerLoop loop) {
        try {
            loop.run();
        } finally {
            ended.tryEmitEmpty();
        }
    }

    Mono<Void> stop() {
        if (loop != null) {
            loop.stop();
        }
        return ended.asMono();
    }
}
