package ai.extracta.deletions.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ledger.OpenCalls.OpenCall;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OpenCallsTest {

    private static final DeletionRequest A = new DeleteBatch("c", "a");
    private static final DeletionRequest B = new DeleteBatch("c", "b");

    private final OpenCalls calls = new OpenCalls();

    @Test
    void aCallIsTakenOnceByItsNumberOrItsRequests() {
        OpenCall first = call(1, A, B);
        OpenCall second = call(2, B);
        calls.add(first);
        calls.add(second);

        assertThat(calls.take(1)).contains(first);
        assertThat(calls.take(List.of(B))).contains(second);
        assertThat(calls.take(1)).isEmpty();
        assertThat(calls.take(List.of(A, B))).isEmpty();
        assertThat(calls.take(2)).isEmpty();
    }

    @Test
    void otherRequestsTakeNothing() {
        calls.add(call(1, A, B));

        assertThat(calls.take(List.of())).isEmpty();
        assertThat(calls.take(List.of(A))).isEmpty();
        assertThat(calls.take(List.of(B, A))).isEmpty();
        assertThat(calls.take(List.of(A, A))).isEmpty();
        assertThat(calls.take(List.of(A, B, B))).isEmpty();
        assertThat(calls.take(1)).isPresent();
    }

    @Test
    void ofCallsWithTheSameRequestsTheLatestIsTaken() {
        OpenCall latest = call(2, A);
        calls.add(call(1, A));
        calls.add(latest);

        assertThat(calls.take(List.of(A))).contains(latest);
        assertThat(calls.take(List.of(A))).isEmpty();
        assertThat(calls.take(1)).isPresent();
    }

    @Test
    void theOldestAreForgottenFirstAndOnlyAsManyAsNecessary() {
        for (int number = 1; number <= 5; number++) {
            calls.add(call(number, files(number, OpenCalls.MAX_IDS / 4)));
        }

        assertThat(calls.take(1)).isEmpty();
        assertThat(IntStream.rangeClosed(2, 5))
                .allMatch(number -> calls.take(number).isPresent());
    }

    @Test
    void whatWasTakenMakesRoom() {
        for (int number = 1; number <= 4; number++) {
            calls.add(call(number, files(number, OpenCalls.MAX_IDS / 4)));
        }
        calls.take(2);
        calls.add(call(5, files(5, OpenCalls.MAX_IDS / 4)));

        assertThat(calls.take(1)).isPresent();
    }

    @Test
    void aCallThatIsTooLargeLeavesTheOthersAlone() {
        calls.add(call(1, A));
        calls.add(call(2, files(2, OpenCalls.MAX_IDS + 1)));
        calls.add(call(3));

        assertThat(calls.take(2)).isEmpty();
        assertThat(calls.take(3)).isEmpty();
        assertThat(calls.take(1)).isPresent();
    }

    private static DeletionRequest files(int batch, int count) {
        return new DeleteFiles(
                "c",
                "b-" + batch,
                IntStream.range(0, count).mapToObj(i -> "f-" + i).toList());
    }

    private static OpenCall call(long number, DeletionRequest... requests) {
        return OpenCall.of(number, List.of(requests));
    }
}
