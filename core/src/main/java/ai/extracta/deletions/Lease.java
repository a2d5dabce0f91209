package ai.extracta.deletions;

import ai.extracta.deletions.transport.HttpTransport;
import reactor.core.publisher.Mono;

/**
 * A transport and what to do when it is no longer needed.
 *
 * @param transport what carries the calls
 * @param release cold and idempotent
 */
record Lease(HttpTransport transport, Mono<Void> release) {

    static Lease owned(HttpTransport created) {
        return new Lease(created, Mono.defer(created::closeLater));
    }

    static Lease borrowed(HttpTransport lent) {
        return new Lease(lent, Mono.empty());
    }
}
