package ai.extracta.deletions.spring.page;

import ai.extracta.deletions.ClassificationDeletions;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

// snippet: spring-controller
@RestController
class ErasureController {

    private final ClassificationDeletions deletions;

    ErasureController(ClassificationDeletions deletions) {
        this.deletions = deletions;
    }

    @DeleteMapping("/customers/{classification}/batches/{batch}")
    Mono<String> erase(@PathVariable String classification, @PathVariable String batch) {
        return deletions.deleteBatch(classification, batch).map(receipt -> receipt.confirmation().name());
    }
}
// end
