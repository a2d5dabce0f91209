package ai.extracta.deletions.testkit;

import static ai.extracta.deletions.testkit.SimulatorClient.TIMEOUT;
import static ai.extracta.deletions.testkit.SimulatorClient.batch;
import static ai.extracta.deletions.testkit.SimulatorClient.files;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.testkit.ExtractaSimulator.Batch;
import ai.extracta.deletions.testkit.ExtractaSimulator.Classification;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SimulatorConcurrencyTest {

    @AutoClose
    private final ExtractaSimulator simulator = ExtractaSimulator.start();

    private final SimulatorClient client = new SimulatorClient(simulator);

    private List<Integer> statusesOf(List<HttpRequest> requests) {
        List<CompletableFuture<HttpResponse<String>>> responses =
                requests.stream().map(client::sendLater).toList();
        return responses.stream().map(response -> response.join().statusCode()).toList();
    }

    @Test
    void letsExactlyOneOfManyDeleteABatch() {
        simulator.seed(1, 1, 1);
        HttpRequest deletion = client.deletion("deleteBatch", batch("cls-1", "cls-1-batch-1"));

        List<Integer> statuses = statusesOf(Collections.nCopies(50, deletion));

        assertThat(statuses).containsOnly(200, 404).containsOnlyOnce(200);
        assertThat(simulator.deletions()).containsExactly(new DeleteBatch("cls-1", "cls-1-batch-1"));
    }

    @Test
    void deletesOverlappingFilesWholeOrNotAtAll() {
        Batch seeded = simulator.seed(1, 1, 20).get(0).batches().get(0);
        List<String> ids = seeded.fileIds();
        List<HttpRequest> pairs = IntStream.range(0, 19)
                .mapToObj(i ->
                        client.deletion("deleteFiles", files("cls-1", seeded.batchId(), ids.get(i), ids.get(i + 1))))
                .toList();

        List<Integer> statuses = statusesOf(pairs);

        List<String> deleted = new ArrayList<>();
        simulator.deletions().forEach(deletion -> deleted.addAll(((DeleteFiles) deletion).fileIds()));
        assertThat(deleted).doesNotHaveDuplicates().hasSize(2 * Collections.frequency(statuses, 200));
        List<String> remaining =
                simulator.classifications().get(0).batches().get(0).fileIds();
        assertThat(remaining).doesNotContainAnyElementsOf(deleted).hasSize(20 - deleted.size());
    }

    @RepeatedTest(10)
    void letsExactlyOneOfManyDeleteALongListOfFiles() throws InterruptedException {
        List<String> ids = IntStream.range(0, 20_000).mapToObj(i -> "f" + i).toList();
        ClassificationStore inventory = new ClassificationStore();
        inventory.add(new Classification("c", List.of(new Batch("b", ids))));
        DeleteFiles deletion = new DeleteFiles("c", "b", ids);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        CyclicBarrier together = new CyclicBarrier(4);

        threads.invokeAll(Collections.nCopies(4, () -> {
            together.await();
            return inventory.delete(deletion);
        }));
        threads.shutdownNow();

        assertThat(inventory.deletions()).containsExactly(deletion);
    }

    @Test
    void givesEachQueuedAnswerToExactlyOneRequest() {
        Answer[] answers =
                IntStream.range(0, 40).mapToObj(i -> Answer.status(600 + i, "")).toArray(Answer[]::new);
        simulator.answerNext(answers);

        List<Integer> statuses = statusesOf(Collections.nCopies(40, client.deletion("deleteBatch", "{}")));

        assertThat(statuses)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(600, 640).boxed().toList());
    }

    @Test
    void holdsManyConcurrentRequests() {
        simulator.answerAlways(Answer.noResponse());
        List<CompletableFuture<HttpResponse<String>>> responses = IntStream.range(0, 100)
                .mapToObj(i -> client.sendLater(client.deletion("deleteBatch", "{}")))
                .toList();

        simulator.awaitRequests(100, TIMEOUT);

        assertThat(simulator.openConnections()).isEqualTo(100);
        assertThat(responses).noneMatch(CompletableFuture::isDone);
    }
}
