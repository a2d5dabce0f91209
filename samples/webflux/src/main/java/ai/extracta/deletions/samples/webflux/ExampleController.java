package ai.extracta.deletions.samples.webflux;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.testkit.ExtractaSimulator.Batch;
import ai.extracta.deletions.testkit.ExtractaSimulator.Classification;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.annotation.Conditional;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Names something that can be deleted from the simulator. */
@RestController
@Conditional(SimulatorConfiguration.NoServer.class)
final class ExampleController {

    private static final int CLASSIFICATIONS = 20;
    private static final int BATCHES = 120;
    private static final int FILES_PER_BATCH = 4;

    private final ExtractaSimulator simulator;
    private final Queue<Classification> unused;

    /** Adds some at once, so that an erasure that continues after a restart of the service finds them again. */
    ExampleController(ExtractaSimulator simulator) {
        this.simulator = simulator;
        List<Classification> seeded = new ArrayList<>(simulator.seed(CLASSIFICATIONS, BATCHES, FILES_PER_BATCH));
        Collections.shuffle(seeded);
        this.unused = new ConcurrentLinkedQueue<>(seeded);
    }

    /** {@return rows that delete a classification, among them some that are refused and one that is invalid} */
    @PostMapping(path = "/example", produces = MediaType.APPLICATION_NDJSON_VALUE)
    String example() {
        Classification next = unused.poll();
        return rows(
                next != null
                        ? next
                        : simulator.seed(1, BATCHES, FILES_PER_BATCH).get(0));
    }

    private static String rows(Classification classification) {
        String id = classification.classificationId();
        return Stream.concat(
                        classification.batches().stream().flatMap(batch -> rows(id, batch)),
                        Stream.of("{\"kind\":\"files\",\"classificationId\":\"" + id + "\"}"))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** Every tenth batch as a whole, the others file by file; every thirtieth has a file that does not exist. */
    private static Stream<String> rows(String classification, Batch batch) {
        int number = Integer.parseInt(batch.batchId().substring(batch.batchId().lastIndexOf('-') + 1));
        if (number % 10 == 0) {
            return Stream.of(new DeleteBatch(classification, batch.batchId()).toJson());
        }
        Stream<String> unknown = number % 30 == 7 ? Stream.of(batch.batchId() + "-file-404") : Stream.of();
        return Stream.concat(batch.fileIds().stream(), unknown)
                .map(file -> (DeletionRequest) new DeleteFiles(classification, batch.batchId(), List.of(file)))
                .map(DeletionRequest::toJson);
    }
}
