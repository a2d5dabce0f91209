package ai.extracta.deletions.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.testkit.ExtractaSimulator.Batch;
import ai.extracta.deletions.testkit.ExtractaSimulator.Classification;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeletionTargetTest {

    private static final int TARGETS = 3_000;

    private static final Batch REMAINDER = new Batch("b-1", List.of("f-1", "f-3"));
    private static final Classification REMAINING = new Classification("cls-1", List.of(REMAINDER));

    @Test
    void isOfEachKindAboutEquallyOften() {
        for (Class<?> kind : List.of(DeleteFiles.class, DeleteBatch.class, DeleteClassification.class)) {
            assertThat(targets(1).stream()
                            .filter(target -> kind.isInstance(target.request()))
                            .count())
                    .as("%s", kind)
                    .isBetween(TARGETS / 4L, TARGETS / 2L);
        }
    }

    @Test
    void isNowAndThenSomethingThatNeverExisted() {
        assertThat(targets(1).stream().filter(target -> !target.existed()).count())
                .isBetween(TARGETS / 100L, TARGETS / 25L);
    }

    @Test
    void isTheSameForTheSameSeed() {
        assertThat(targets(1)).isEqualTo(targets(1)).isNotEqualTo(targets(2));
    }

    @Test
    void sharesItsClassificationWithNoOther() {
        assertThat(targets(1).stream().map(target -> target.tree().classificationId()))
                .doesNotHaveDuplicates();
    }

    @Test
    void isThereAsLongAsAnyOfItsFilesIs() {
        assertThat(files("f-1", "f-2").isPresentIn(REMAINING)).isTrue();
        assertThat(files("f-2").isPresentIn(REMAINING)).isFalse();
    }

    @Test
    void isDeletedWithItsBatch() {
        assertThat(new DeletionTarget(new DeleteFiles("cls-1", "b-2", List.of("f-1")), REMAINING)
                        .isPresentIn(REMAINING))
                .isFalse();
        assertThat(new DeletionTarget(new DeleteBatch("cls-1", "b-2"), REMAINING).isPresentIn(REMAINING))
                .isFalse();
        assertThat(new DeletionTarget(new DeleteBatch("cls-1", "b-1"), REMAINING).isPresentIn(REMAINING))
                .isTrue();
    }

    @Test
    void isAClassificationAsLongAsThatIsThere() {
        assertThat(new DeletionTarget(new DeleteClassification("cls-1"), REMAINING).isPresentIn(REMAINING))
                .isTrue();
        assertThat(new DeletionTarget(new DeleteClassification("cls-2"), REMAINING).isPresentIn(REMAINING))
                .isFalse();
    }

    private static DeletionTarget files(String... ids) {
        return new DeletionTarget(new DeleteFiles("cls-1", "b-1", List.of(ids)), REMAINING);
    }

    private static List<DeletionTarget> targets(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, TARGETS)
                .mapToObj(i -> DeletionTarget.of("cls-" + i, random))
                .toList();
    }
}
