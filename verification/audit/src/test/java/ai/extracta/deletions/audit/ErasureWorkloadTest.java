package ai.extracta.deletions.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ErasureWorkloadTest {

    private static final int SIZE = 3_000;

    private final ErasureWorkload workload = ErasureWorkload.of(7, SIZE);
    private final Set<DeletionRequest> existing = AtomicDeletions.in(workload.trees());

    @Test
    void theSameSeedMakesTheSameMessages() {
        assertThat(ErasureWorkload.of(7, SIZE)).isEqualTo(workload);
        assertThat(ErasureWorkload.of(8, SIZE)).isNotEqualTo(workload);
        assertThat(workload.messages()).hasSize(SIZE);
    }

    @Test
    void noTwoMessagesRequestTheSame() {
        List<DeletionRequest> units = workload.requests().values().stream()
                .flatMap(AtomicDeletions::of)
                .toList();

        assertThat(new HashSet<>(units)).hasSameSizeAs(units);
    }

    @Test
    void requestsAreOfEveryKindAndSomeEncloseOthers() {
        Set<DeletionRequest> requests = new HashSet<>(workload.requests().values());

        assertThat(requests)
                .hasAtLeastOneElementOfType(DeleteClassification.class)
                .anyMatch(request -> request instanceof DeleteFiles files
                        && requests.contains(new DeleteBatch(files.classificationId(), files.batchId())));
    }

    @Test
    void someMessagesAreNoRequestsAndSomeTargetsNeverExisted() {
        assertThat(workload.requests().size()).isBetween(SIZE * 99 / 100, SIZE - 1);
        assertThat(workload.requests().values())
                .anyMatch(request -> AtomicDeletions.of(request).noneMatch(existing::contains));
        workload.requests().forEach((number, request) -> assertThat(
                        DeletionRequest.fromJson(workload.messages().get(number)))
                .isEqualTo(request));
    }

    @Test
    void somethingIsNeverRequested() {
        Set<DeletionRequest> remaining = new HashSet<>(existing);
        remaining.removeAll(AtomicDeletions.of(workload.requests().values()));

        assertThat(remaining).hasAtLeastOneElementOfType(DeleteFiles.class);
    }
}
