package ai.extracta.deletions.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeleteFilesTest {

    @Test
    void aMissingListIsRefused() {
        assertThatNullPointerException().isThrownBy(() -> files(null)).withMessage("fileIds is null");
    }

    @Test
    void anEmptyListIsRefusedWithAdvice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> files(List.of()))
                .withMessage("fileIds is empty; name at least one file, or delete the batch");
    }

    @Test
    void aMissingEntryIsRefusedByItsIndex() {
        assertThatNullPointerException()
                .isThrownBy(() -> files(Arrays.asList("f-1", "f-2", null)))
                .withMessage("fileIds[2] is null");
    }

    @Test
    void aBlankEntryIsRefusedByItsIndexInTheGivenList() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> files(List.of("f-1", "f-1", " ")))
                .withMessageStartingWith("fileIds[2] is blank");
    }

    @Test
    void theClassificationIsCheckedBeforeTheBatchAndTheBatchBeforeTheFiles() {
        assertThatThrownBy(() -> new DeleteFiles(null, null, null)).hasMessage("classificationId is null");
        assertThatThrownBy(() -> new DeleteFiles("c", null, null)).hasMessage("batchId is null");
    }

    @Test
    void repeatedIdsAreDroppedAndTheOrderOfFirstAppearanceIsKept() {
        assertThat(files(List.of("f-3", "f-1", "f-3", "f-2", "f-1")).fileIds()).containsExactly("f-3", "f-1", "f-2");
    }

    @Test
    void idsThatDifferOnlyInCaseOrSpacesAreDifferentFiles() {
        assertThat(files(List.of("f", "F", "f ")).fileIds()).containsExactly("f", "F", "f ");
    }

    @Test
    void changingTheGivenListLaterChangesNothing() {
        List<String> given = new ArrayList<>(List.of("f-1"));
        DeleteFiles request = files(given);

        given.add("f-2");

        assertThat(request.fileIds()).containsExactly("f-1");
    }

    @Test
    void theListCannotBeChangedThroughTheRequest() {
        List<String> ids = files(new ArrayList<>(List.of("f-1"))).fileIds();

        assertThatThrownBy(() -> ids.add("f-2")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void tenThousandFilesAreOneRequest() {
        List<String> many =
                IntStream.range(0, 10_000).mapToObj(i -> "file-" + i).toList();

        assertThat(files(many).fileIds()).isEqualTo(many);
    }

    @Test
    void requestsForTheSameFilesAreEqual() {
        assertThat(files(List.of("f-1", "f-2", "f-1")))
                .isEqualTo(files(List.of("f-1", "f-2")))
                .hasSameHashCodeAs(files(List.of("f-1", "f-2")))
                .isNotEqualTo(files(List.of("f-1", "f-3")))
                .isNotEqualTo(files(List.of("f-1")))
                .isNotEqualTo(new DeleteFiles("d", "b", List.of("f-1", "f-2")))
                .isNotEqualTo(new DeleteFiles("c", "d", List.of("f-1", "f-2")));
    }

    @Test
    void theOrderOfTheFilesIsSentAsGivenAndDoesNotMatterForEquality() {
        assertThat(files(List.of("f-2", "f-1", "f-3")))
                .isEqualTo(files(List.of("f-3", "f-2", "f-1")))
                .hasSameHashCodeAs(files(List.of("f-3", "f-2", "f-1")))
                .extracting(DeleteFiles::fileIds)
                .isEqualTo(List.of("f-2", "f-1", "f-3"));
    }

    @Test
    void tenFilesAreAllNamedInWords() {
        List<String> ten = IntStream.range(0, 10).mapToObj(i -> "f" + i).toList();

        assertThat(files(ten))
                .hasToString("DeleteFiles[classificationId=c, batchId=b, fileIds=[f0, f1, f2, f3, f4, f5, f6, f7, f8,"
                        + " f9]]");
    }

    @Test
    void ofMoreFilesTheFirstTenAreNamedAndTheRestIsCounted() {
        List<String> many = IntStream.range(0, 10_000).mapToObj(i -> "f" + i).toList();

        assertThat(files(many))
                .hasToString("DeleteFiles[classificationId=c, batchId=b, fileIds=[f0, f1, f2, f3, f4, f5, f6, f7, f8,"
                        + " f9, and 9990 more]]");
    }

    private static DeleteFiles files(List<String> fileIds) {
        return new DeleteFiles("c", "b", fileIds);
    }
}
