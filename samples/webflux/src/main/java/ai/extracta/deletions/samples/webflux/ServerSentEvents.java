package ai.extracta.deletions.samples.webflux;

import java.time.Duration;
import reactor.core.publisher.Flux;

/** Writes events for {@code EventSource}. */
final class ServerSentEvents {

    /** Below the 30 to 60 seconds of silence after which proxies close a connection. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private ServerSentEvents() {}

    /**
     * Until the last event there is a comment every 15 seconds. A browser that loses the stream reconnects after a
     * second, with the id of the last event that it got.
     */
    static Flux<String> of(Flux<EventLog.Entry> events) {
        Flux<String> texts = events.map(event -> "id: " + event.id() + "\ndata: " + event.json() + "\n\n");
        return texts.publish(shared -> Flux.merge(shared, heartbeatUntil(shared)))
                .startWith("retry: 1000\n\n");
    }

    /** A client that reads slowly needs none. */
    private static Flux<String> heartbeatUntil(Flux<String> end) {
        return Flux.interval(HEARTBEAT)
                .onBackpressureDrop()
                .map(count -> ":\n\n")
                .takeUntilOther(end.ignoreElements());
    }
}
