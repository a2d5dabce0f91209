package ai.extracta.deletions.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RequestHashTest {

    @Test
    void theOrderOfTheFilesDoesNotMatter() {
        assertThat(files("c", "b", "1", "2", "3")).isEqualTo(files("c", "b", "3", "1", "2"));
    }

    @Test
    void idsThatConcatenateToTheSameTextHaveDifferentHashes() {
        assertThat(Stream.of(
                        RequestHash.of(new DeleteClassification("abc")),
                        RequestHash.of(new DeleteBatch("a", "bc")),
                        RequestHash.of(new DeleteBatch("ab", "c")),
                        files("a", "b", "c"),
                        files("a", "b", "c", "d"),
                        files("a", "b", "cd"),
                        files("a", "bc", "d"),
                        files("ab", "c", "d"),
                        files("b", "a", "c"),
                        files("a", "c", "b")))
                .doesNotHaveDuplicates();
    }

    @Test
    void twoBitsAreLeftForTheState() {
        assertThat(Stream.iterate(0, i -> i + 1).limit(1_000).map(i -> files("c", "b", "f-" + i)))
                .allMatch(hash -> (hash.low() & 3) == 0 && hash.high() != 0);
    }

    private static RequestHash files(String classification, String batch, String... ids) {
        return RequestHash.of(new DeleteFiles(classification, batch, List.of(ids)));
    }
}
