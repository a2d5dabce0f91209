package ai.extracta.deletions.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RequestHasherTest {

    private static final List<DeletionRequest> DIFFERENT = List.of(
            new DeleteClassification("abc"),
            new DeleteBatch("a", "bc"),
            new DeleteBatch("ab", "c"),
            files("a", "b", "c"),
            files("a", "b", "c", "d"),
            files("a", "b", "cd"),
            files("a", "bc", "d"),
            files("ab", "c", "d"),
            files("b", "a", "c"),
            files("a", "c", "b"),
            files("a", "b", "cdefg"),
            files("a", "b", "cdefgh"),
            files("a", "b", "\u0163defgh"),
            files("a", "b", "\u00e9\u0163\u4e2d\ud83d\ude00"));

    @Test
    void theOrderOfTheFilesDoesNotMatter() {
        assertThat(hash(files("c", "b", "1", "2", "3"))).isEqualTo(hash(files("c", "b", "3", "1", "2")));
    }

    @Test
    void idsThatConcatenateToTheSameTextHaveDifferentHashes() {
        assertThat(DIFFERENT.stream().map(RequestHasherTest::hash)).doesNotHaveDuplicates();
    }

    @Test
    void whatWasHashedBeforeDoesNotMatter() {
        List<DeletionRequest> requests = new ArrayList<>(DIFFERENT);
        for (int seed = 0; seed < 100; seed++) {
            Collections.shuffle(requests, new Random(seed));
            long[] together = HashedRequests.of(requests).hashes();

            for (int i = 0; i < requests.size(); i++) {
                assertThat(hash(requests.get(i)))
                        .as("%s after others, seed %s", requests.get(i), seed)
                        .containsExactly(together[2 * i], together[2 * i + 1]);
            }
        }
    }

    @Test
    void twoBitsAreLeftForTheState() {
        assertThat(IntStream.range(0, 1_000).mapToObj(i -> hash(files("c", "b", "f-" + i))))
                .allMatch(hash -> hash.get(0) != 0 && (hash.get(1) & 3) == 0);
    }

    private static List<Long> hash(DeletionRequest request) {
        long[] numbers = HashedRequests.of(List.of(request)).hashes();
        return List.of(numbers[0], numbers[1]);
    }

    private static DeletionRequest files(String classification, String batch, String... ids) {
        return new DeleteFiles(classification, batch, Stream.of(ids).toList());
    }
}
