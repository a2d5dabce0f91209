package example;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.model.DeletionRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

@RestController
class Erasures {

    private final ClassificationDeletions deletions;

    Erasures(ClassificationDeletions deletions) {
        this.deletions = deletions;
    }

    // snippet: bulk-webflux
    @PostMapping(path = "/erasures", consumes = "application/x-ndjson", produces = "application/x-ndjson")
    Flux<String> erase(@RequestBody Flux<String> lines) {
        return deletions.deleteAll(lines.map(DeletionRequest::fromJson)).map(result -> result.toJson() + "\n");
    }
    // end
}
