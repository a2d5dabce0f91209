package ai.extracta.deletions.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UnitsTest {

    private static final DeletionRequest CLASSIFICATION = new DeleteClassification("c");
    private static final DeletionRequest BATCH = new DeleteBatch("c", "b");
    private static final DeletionRequest FILE = new DeleteFiles("c", "b", List.of("f-1"));

    static Stream<DeletionRequest> requests() {
        return Stream.of(CLASSIFICATION, BATCH, FILE, new DeleteFiles("c", "b", List.of("f-2", "f-1")));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void whatIsWrittenIsReadAgain(DeletionRequest request) {
        assertThat(Units.requestIn(Units.json(request))).isEqualTo(request);
    }

    @Test
    void aTextWithoutARequestIsNoRequest() {
        assertThatIllegalArgumentException().isThrownBy(() -> Units.requestIn("{}"));
    }

    @Test
    void aDeletionTakesAlongWhatIsInIt() {
        assertThat(Units.covers(CLASSIFICATION, FILE)).isTrue();
        assertThat(Units.covers(CLASSIFICATION, BATCH)).isTrue();
        assertThat(Units.covers(BATCH, FILE)).isTrue();
        assertThat(Units.covers(FILE, FILE)).isTrue();
        assertThat(Units.covers(FILE, BATCH)).isFalse();
        assertThat(Units.covers(BATCH, new DeleteFiles("c", "other", List.of("f-1"))))
                .isFalse();
        assertThat(Units.covers(CLASSIFICATION, new DeleteBatch("d", "b"))).isFalse();
        assertThat(Units.covers(FILE, new DeleteFiles("c", "b", List.of("f-2"))))
                .isFalse();
    }

    @Test
    void theUnitsOfFilesAreFiles() {
        assertThat(Units.of(new DeleteFiles("c", "b", List.of("f-2", "f-1"))))
                .containsExactly(new DeleteFiles("c", "b", List.of("f-2")), FILE);
    }
}
