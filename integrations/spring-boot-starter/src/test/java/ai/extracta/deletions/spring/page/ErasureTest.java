package ai.extracta.deletions.spring.page;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

// snippet: spring-test
@SpringBootTest
class ErasureTest {

    static final ExtractaSimulator SIMULATOR = ExtractaSimulator.start();

    @DynamicPropertySource
    static void simulator(DynamicPropertyRegistry registry) {
        registry.add("extracta.deletions.base-uri", SIMULATOR::baseUri);
        registry.add("extracta.deletions.api-key", SIMULATOR::apiKey);
    }

    @Autowired
    ClassificationDeletions deletions;

    @Test
    void aBatchIsErased() {
        SIMULATOR.seed(1, 1, 3);

        deletions.deleteBatch("cls-1", "cls-1-batch-1").block();

        assertThat(SIMULATOR.deletions()).containsExactly(new DeleteBatch("cls-1", "cls-1-batch-1"));
    }
}
// end
