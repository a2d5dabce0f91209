package ai.extracta.deletions.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.entry;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeletionPlanTest {

    private static final DeletionRequest CLASSIFICATION = new DeleteClassification("cls-1");
    private static final DeletionRequest BATCH = new DeleteBatch("cls-1", "batch-1");

    private static DeleteFiles files(String... ids) {
        return new DeleteFiles("cls-1", "batch-1", List.of(ids));
    }

    @Test
    void filesOfOneBatchAreMergedInArrivalOrder() {
        assertThat(DeletionPlan.of(List.of(files("b", "a"), files("c", "a"))).calls())
                .containsExactly(files("b", "a", "c"));
    }

    @Test
    void filesOfSeveralBatchesAreNotMerged() {
        DeleteFiles other = new DeleteFiles("cls-1", "batch-2", List.of("a"));
        DeleteFiles foreign = new DeleteFiles("cls-2", "batch-1", List.of("a"));
        assertThat(DeletionPlan.of(List.of(files("a"), other, foreign)).calls())
                .containsExactly(files("a"), other, foreign);
    }

    @Test
    void callsAreSplitAtTheMaximumOfFiles() {
        assertThat(DeletionPlan.of(List.of(files("a", "b", "c", "d", "e")), 2).calls())
                .containsExactly(files("a", "b"), files("c", "d"), files("e"));
    }

    @Test
    void aHundredFilesGoIntoOneCallByDefault() {
        String[] ids = IntStream.range(0, 101).mapToObj(i -> "f-" + i).toArray(String[]::new);
        assertThat(DeletionPlan.of(List.of(files(ids))).calls())
                .extracting(call -> ((DeleteFiles) call).fileIds().size())
                .containsExactly(100, 1);
    }

    @Test
    void aNumberOfFilesThatIsNoLimitMakesOneCall() {
        assertThat(DeletionPlan.of(List.of(files("a", "b")), Integer.MAX_VALUE).calls())
                .containsExactly(files("a", "b"));
    }

    @Test
    void repetitionsAreDropped() {
        assertThat(DeletionPlan.of(List.of(BATCH, BATCH)).calls()).containsExactly(BATCH);
    }

    @Test
    void subsumedRequestsHaveNoCallOfTheirOwn() {
        DeletionPlan plan = DeletionPlan.of(List.of(files("a"), BATCH, CLASSIFICATION));
        assertThat(plan.calls()).containsExactly(CLASSIFICATION);
        assertThat(plan.subsumed()).containsExactly(entry(files("a"), CLASSIFICATION), entry(BATCH, CLASSIFICATION));
    }

    @Test
    void filesAreSubsumedByTheirOwnBatchOnly() {
        DeleteFiles other = new DeleteFiles("cls-1", "batch-2", List.of("a"));
        DeletionPlan plan = DeletionPlan.of(List.of(files("a"), other, BATCH));
        assertThat(plan.calls()).containsExactly(other, BATCH);
        assertThat(plan.subsumed()).containsOnly(entry(files("a"), BATCH));
    }

    @Test
    void filesComeBeforeBatchesBeforeClassifications() {
        DeletionRequest other = new DeleteClassification("cls-2");
        DeleteFiles some = new DeleteFiles("cls-1", "batch-2", List.of("a"));
        assertThat(DeletionPlan.of(List.of(other, BATCH, some)).calls()).containsExactly(some, BATCH, other);
    }

    @Test
    void nothingMakesAnEmptyPlan() {
        assertThat(DeletionPlan.of(List.of()).calls()).isEmpty();
        assertThat(DeletionPlan.of(List.of())).hasToString("0 requests, 0 calls");
    }

    @Test
    void aMaximumBelowOneIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeletionPlan.of(List.of(), 0))
                .withMessage("maxFilesPerCall is 0; it must be at least 1");
    }

    @Test
    void nullIsRefused() {
        assertThatNullPointerException().isThrownBy(() -> DeletionPlan.of(Arrays.asList(BATCH, null)));
    }

    @Test
    void theSummaryDescribesTheCalls() {
        DeletionPlan plan = DeletionPlan.of(
                List.of(
                        files("a", "b", "c"),
                        new DeleteClassification("cls-2"),
                        new DeleteBatch("cls-1", "batch-2"),
                        new DeleteBatch("cls-1", "batch-3"),
                        new DeleteBatch("cls-2", "batch-9"),
                        new DeleteClassification("cls-2")),
                2);
        assertThat(plan.summary()).isEqualTo("""
                        6 requests, 5 calls
                          1 whole classification:
                            cls-2
                          2 whole batches:
                            cls-1 / batch-2
                            cls-1 / batch-3
                          1 batch in part:
                            cls-1 / batch-1: 3 files in 2 calls
                          1 request covered by a wider one
                          1 repetition dropped""");
        assertThat(plan).hasToString(plan.summary());
    }

    @Test
    void aLongSummaryCountsWhatItDoesNotName() {
        List<DeletionRequest> many = IntStream.range(0, 2_000)
                .<DeletionRequest>mapToObj(i -> new DeleteClassification("cls-" + i))
                .toList();
        assertThat(DeletionPlan.of(many).summary().lines()).hasSize(23).endsWith("    and 1,980 more");
    }
}
