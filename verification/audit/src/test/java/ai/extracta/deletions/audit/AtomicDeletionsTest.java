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

class AtomicDeletionsTest {

    private static final DeletionRequest CLASSIFICATION = new DeleteClassification("c");
    private static final DeletionRequest BATCH = new DeleteBatch("c", "b");
    private static final DeletionRequest FILE = new DeleteFiles("c", "b", List.of("f-1"));

    static Stream<DeletionRequest> requests() {
        return Stream.of(CLASSIFICATION, BATCH, FILE, new DeleteFiles("c", "b", List.of("f-2", "f-1")));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void whatIsWrittenIsReadAgain(DeletionRequest request) {
        assertThat(AtomicDeletions.parse(AtomicDeletions.json(request))).isEqualTo(request);
    }

    @Test
    void aTextWithoutARequestIsNoRequest() {
        assertThatIllegalArgumentException().isThrownBy(() -> AtomicDeletions.parse("{}"));
    }

    @Test
    void aDeletionSubsumesWhatItEncloses() {
        assertThat(AtomicDeletions.subsumes(CLASSIFICATION, FILE)).isTrue();
        assertThat(AtomicDeletions.subsumes(CLASSIFICATION, BATCH)).isTrue();
        assertThat(AtomicDeletions.subsumes(BATCH, FILE)).isTrue();
        assertThat(AtomicDeletions.subsumes(FILE, FILE)).isTrue();
        assertThat(AtomicDeletions.subsumes(FILE, BATCH)).isFalse();
        assertThat(AtomicDeletions.subsumes(BATCH, new DeleteFiles("c", "other", List.of("f-1"))))
                .isFalse();
        assertThat(AtomicDeletions.subsumes(CLASSIFICATION, new DeleteBatch("d", "b")))
                .isFalse();
        assertThat(AtomicDeletions.subsumes(FILE, new DeleteFiles("c", "b", List.of("f-2"))))
                .isFalse();
    }

    @Test
    void theUnitsOfFilesAreFiles() {
        assertThat(AtomicDeletions.of(new DeleteFiles("c", "b", List.of("f-2", "f-1"))))
                .containsExactly(new DeleteFiles("c", "b", List.of("f-2")), FILE);
    }
}
