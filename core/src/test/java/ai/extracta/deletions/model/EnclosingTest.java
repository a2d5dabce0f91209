package ai.extracta.deletions.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EnclosingTest {

    private static final DeleteClassification CLASSIFICATION = new DeleteClassification("c");
    private static final DeleteBatch BATCH = new DeleteBatch("c", "b");
    private static final DeleteFiles FILES = new DeleteFiles("c", "b", List.of("f"));

    @Test
    void filesAreEnclosedByTheirClassificationAndTheirBatch() {
        assertThat(FILES.enclosing()).containsExactly(CLASSIFICATION, BATCH);
        assertThat(FILES.batch()).isEqualTo(BATCH);
    }

    @Test
    void aBatchIsEnclosedByItsClassification() {
        assertThat(BATCH.enclosing()).containsExactly(CLASSIFICATION);
    }

    @Test
    void aClassificationIsEnclosedByNothing() {
        assertThat(CLASSIFICATION.enclosing()).isEmpty();
    }
}
