package ai.extracta.deletions.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestPathTest {

    @Test
    void containsTheIdsFromTheOutermost() {
        assertThat(RequestPath.of(new DeleteClassification("c"))).isEqualTo("c");
        assertThat(RequestPath.of(new DeleteBatch("c", "b"))).isEqualTo("c/b");
        assertThat(RequestPath.of(new DeleteFiles("c", "b", List.of("f")))).isEqualTo("c/b/f");
    }

    @Test
    void isEqualForEqualRequests() {
        assertThat(RequestPath.of(new DeleteFiles("c", "b", List.of("g", "f"))))
                .isEqualTo(RequestPath.of(new DeleteFiles("c", "b", List.of("f", "g"))))
                .isEqualTo("c/b/f,g");
    }

    @Test
    void escapesWhatSeparatesIds() {
        assertThat(RequestPath.of(new DeleteBatch("a/b", "c,d%"))).isEqualTo("a%2Fb/c%2Cd%25");
    }
}
