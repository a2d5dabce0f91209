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

class TargetTest {

    private static final int MANY = 3_000;

    private static final Batch REST = new Batch("b-1", List.of("f-1", "f-3"));
    private static final Classification LEFT = new Classification("cls-1", List.of(REST));

    @Test
    void isOfEachKindAboutEquallyOften() {
        for (Class<?> kind : List.of(DeleteFiles.class, DeleteBatch.class, DeleteClassification.class)) {
            assertThat(targets(1).stream()
                            .filter(target -> kind.isInstance(target.request()))
                            .count())
                    .as("%s", kind)
                    .isBetween(MANY / 4L, MANY / 2L);
        }
    }

    @Test
    void isNowAndThenSomethingThatNeverExisted() {
        assertThat(targets(1).stream().filter(target -> !target.existed()).count())
                .isBetween(MANY / 100L, MANY / 25L);
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
        assertThat(files("f-1", "f-2").isIn(LEFT)).isTrue();
        assertThat(files("f-2").isIn(LEFT)).isFalse();
    }

    @Test
    void isGoneWithItsBatch() {
        assertThat(new Target(new DeleteFiles("cls-1", "b-2", List.of("f-1")), LEFT).isIn(LEFT))
                .isFalse();
        assertThat(new Target(new DeleteBatch("cls-1", "b-2"), LEFT).isIn(LEFT)).isFalse();
        assertThat(new Target(new DeleteBatch("cls-1", "b-1"), LEFT).isIn(LEFT)).isTrue();
    }

    @Test
    void isAClassificationAsLongAsThatIsThere() {
        assertThat(new Target(new DeleteClassification("cls-1"), LEFT).isIn(LEFT))
                .isTrue();
        assertThat(new Target(new DeleteClassification("cls-2"), LEFT).isIn(LEFT))
                .isFalse();
    }

    private static Target files(String... ids) {
        return new Target(new DeleteFiles("cls-1", "b-1", List.of(ids)), LEFT);
    }

    private static List<Target> targets(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, MANY)
                .mapToObj(i -> Target.of("cls-" + i, random))
                .toList();
    }
}
