package ai.extracta.deletions.samples.guide;

import java.time.Instant;
import reactor.core.publisher.Mono;

/** Stands for a reactive repository of the application. */
interface Documents {

    Mono<String> ownerOf(String batchId);

    Mono<Void> markErased(String batchId, Instant at);

    static Documents ofOwner(Mono<String> owner, Mono<Void> update) {
        return new Documents() {
            @Override
            public Mono<String> ownerOf(String batchId) {
                return owner;
            }

            @Override
            public Mono<Void> markErased(String batchId, Instant at) {
                return update;
            }
        };
    }
}
