package ai.extracta.deletions.internal.call;

import ai.extracta.deletions.transport.HttpTransport;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A transport, and how to release it when the client is closed: cold and idempotent. */
public record Lease(HttpTransport transport, Mono<Void> release) {

    public static Lease owned(HttpTransport transport) {
        return new Lease(transport, Mono.defer(transport::closeLater));
    }

    /** The decorated transport, which may own resources itself, and the created one, if decorating lost its close. */
    public static Lease owned(HttpTransport decorated, HttpTransport created) {
        Lease lease = owned(decorated);
        return decorated.equals(created)
                ? lease
                : new Lease(
                        decorated,
                        Flux.concatDelayError(lease.release(), Mono.defer(created::closeLater))
                                .then());
    }

    public static Lease borrowed(HttpTransport transport) {
        return new Lease(transport, Mono.empty());
    }
}
