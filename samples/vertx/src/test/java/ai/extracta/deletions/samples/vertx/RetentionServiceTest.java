package ai.extracta.deletions.samples.vertx;

import static ai.extracta.deletions.samples.vertx.ServiceUnderTest.TIMEOUT;
import static ai.extracta.deletions.samples.vertx.ServiceUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class RetentionServiceTest {

    private static final String FILE_1 = "cls-1-batch-1-file-1";
    private static final String FILE_2 = "cls-1-batch-1-file-2";
    private static final String OLDER_THAN_30_DAYS = "?olderThan=P30D";

    @RegisterExtension
    final SimulatorExtension api = new SimulatorExtension();

    private final ExtractaSimulator simulator = api.simulator();

    @BeforeEach
    void seed() {
        simulator.seed(1, 1, 3);
    }

    @Test
    void erasesOnlyWhatIsOlder() {
        try (ServiceUnderTest service = ServiceUnderTest.on(simulator)) {
            service.register(FILE_1, 31);
            service.register(FILE_2, 29);

            HttpResponse<String> response = service.erase(OLDER_THAN_30_DAYS);

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(counts(response)).isEqualTo(new JsonObject().put("DELETED", 1));
            assertThat(simulator.deletions()).containsExactly(file(FILE_1));
            assertThat(service.files(DocumentState.DELETED)).containsExactly(FILE_1);
            assertThat(service.files(DocumentState.PENDING)).containsExactly(FILE_2);
        }
    }

    @Test
    void doesNotSendAgainWhatIsDeletedOrRefused() {
        try (ServiceUnderTest service = ServiceUnderTest.on(simulator)) {
            service.register(FILE_1, 31);
            service.register("mistyped", 31);
            service.erase(OLDER_THAN_30_DAYS);
            int requests = simulator.requests().size();

            HttpResponse<String> response = service.erase(OLDER_THAN_30_DAYS);

            assertThat(counts(response)).isEmpty();
            assertThat(simulator.requests()).hasSize(requests);
        }
    }

    @Test
    void keepsTheReasonOfARefusal() {
        try (ServiceUnderTest service = ServiceUnderTest.on(simulator)) {
            service.register(FILE_1, 31);
            service.register("mistyped", 31);

            service.erase(OLDER_THAN_30_DAYS);

            assertThat(service.files(DocumentState.DELETED)).containsExactly(FILE_1);
            assertThat(service.documents(DocumentState.REFUSED)).singleElement().satisfies(document -> {
                assertThat(document.getString("fileId")).isEqualTo("mistyped");
                assertThat(document.getString("reason")).contains("not deleted (REFUSED)", "404");
            });
        }
    }

    @Test
    void aLostResponseIsUnknownUntilTheNextRunSettlesIt() {
        try (ServiceUnderTest service = ServiceUnderTest.on(simulator)) {
            service.register(FILE_1, 31);
            simulator.answerNext(Answer.disconnectAfterDeleting());

            assertThat(counts(service.erase(OLDER_THAN_30_DAYS))).isEqualTo(new JsonObject().put("UNKNOWN", 1));
            assertThat(service.documents(DocumentState.UNKNOWN)).singleElement().satisfies(document -> assertThat(
                            document.getString("reason"))
                    .contains("may or may not be deleted"));

            assertThat(counts(service.erase(OLDER_THAN_30_DAYS))).isEqualTo(new JsonObject().put("ALREADY_ABSENT", 1));
            assertThat(service.files(DocumentState.ALREADY_ABSENT)).containsExactly(FILE_1);
        }
    }

    @Test
    void aRestartedServiceSettlesWhatItLeftUnknown(@TempDir Path folder) {
        String database = ServiceSettings.fileUrl(folder.resolve("retention"));
        ApiKey key = ApiKey.of(simulator.apiKey());
        try (ServiceUnderTest service = ServiceUnderTest.start(simulator, key, database)) {
            service.register(FILE_1, 31);
            simulator.answerNext(Answer.disconnectAfterDeleting());
            service.erase(OLDER_THAN_30_DAYS);
        }

        try (ServiceUnderTest restarted = ServiceUnderTest.start(simulator, key, database)) {
            assertThat(restarted.files(DocumentState.UNKNOWN)).containsExactly(FILE_1);
            restarted.erase(OLDER_THAN_30_DAYS);
            assertThat(restarted.files(DocumentState.ALREADY_ABSENT)).containsExactly(FILE_1);
        }
    }

    @Test
    void aDocumentIsUnknownBeforeItsDeletionIsSent() {
        Gate gate = new Gate();
        try (ServiceUnderTest service = ServiceUnderTest.start(simulator, gate.key(simulator), "jdbc:h2:mem:")) {
            service.register(FILE_1, 31);
            CompletableFuture<HttpResponse<String>> run = service.eraseLater(OLDER_THAN_30_DAYS);
            await(gate.reached);

            assertThat(service.files(DocumentState.UNKNOWN)).containsExactly(FILE_1);
            assertThat(simulator.requests()).isEmpty();

            gate.open();
            await(run);
            assertThat(service.files(DocumentState.DELETED)).containsExactly(FILE_1);
        }
    }

    @Test
    void rejectsASecondRunWhileOneIsInProgress() {
        Gate gate = new Gate();
        try (ServiceUnderTest service = ServiceUnderTest.start(simulator, gate.key(simulator), "jdbc:h2:mem:")) {
            service.register(FILE_1, 31);
            CompletableFuture<HttpResponse<String>> run = service.eraseLater(OLDER_THAN_30_DAYS);
            await(gate.reached);

            assertThat(service.erase(OLDER_THAN_30_DAYS).statusCode()).isEqualTo(409);
            assertThat(new JsonObject(service.get("/health").body()).getBoolean("running"))
                    .isTrue();

            gate.open();
            assertThat(counts(await(run))).isEqualTo(new JsonObject().put("DELETED", 1));
            assertThat(simulator.requests()).hasSize(1);
        }
    }

    @Test
    void aRunThatTheServerStopsSaysSoAndLosesNothing() {
        ApiKey wrong = ApiKey.of("not-the-key-of-the-simulator");
        try (ServiceUnderTest service = ServiceUnderTest.start(simulator, wrong, "jdbc:h2:mem:")) {
            service.register(FILE_1, 31);

            HttpResponse<String> response = service.erase(OLDER_THAN_30_DAYS);

            assertThat(response.statusCode()).isEqualTo(502);
            assertThat(new JsonObject(response.body()).getString("stoppedBy")).contains("401");
            assertThat(service.documents(DocumentState.PENDING)).singleElement().satisfies(document -> assertThat(
                            document.getString("reason"))
                    .contains("401"));
        }
    }

    @Test
    void erasesMoreThanOnePageInFewCalls() {
        int count = 2 * DocumentStore.PAGE_SIZE + 1;
        List<String> files = IntStream.range(0, count).mapToObj(i -> "f-" + i).toList();
        simulator.add(
                new ExtractaSimulator.Classification("big", List.of(new ExtractaSimulator.Batch("batch", files))));
        try (ServiceUnderTest service = ServiceUnderTest.on(simulator)) {
            files.forEach(file -> service.register(new JsonObject()
                    .put("classificationId", "big")
                    .put("batchId", "batch")
                    .put("fileId", file)
                    .put("uploadedAt", "2020-01-01T00:00:00Z")
                    .encode()));

            assertThat(counts(service.erase(OLDER_THAN_30_DAYS))).isEqualTo(new JsonObject().put("DELETED", count));
            assertThat(simulator.requests()).hasSizeLessThan(20);
            assertThat(new JsonObject(service.get("/documents").body()).getLong("nextAfter"))
                    .isEqualTo(DocumentStore.PAGE_SIZE);
        }
    }

    @Test
    void erasesOnASchedule() {
        CompletableFuture<DeletionResult> result = new CompletableFuture<>();
        try (ServiceUnderTest service = ServiceUnderTest.start(simulator, Duration.ofMillis(50), result::complete)) {
            service.register(FILE_1, 31);

            assertThat(await(result)).isInstanceOf(DeletionResult.Deleted.class);
            assertThat(service.files(DocumentState.DELETED)).containsExactly(FILE_1);
        }
    }

    @Test
    void everyResultComesOnOneEventLoop() {
        Queue<String> threads = new ConcurrentLinkedQueue<>();
        try (ServiceUnderTest service = ServiceUnderTest.start(
                simulator,
                Duration.ofDays(1),
                result -> threads.add(Thread.currentThread().getName()))) {
            service.register(FILE_1, 31);
            service.register(FILE_2, 31);
            service.register("mistyped", 31);

            service.erase(OLDER_THAN_30_DAYS);

            assertThat(threads).hasSize(3).allMatch(name -> name.matches("vert\\.x-eventloop-thread-\\d+"));
            assertThat(threads.stream().distinct()).hasSize(1);
        }
    }

    @Test
    void shutdownLetsCallsInFlightEndAndRecordsAndReportsThem(@TempDir Path folder) {
        String database = ServiceSettings.fileUrl(folder.resolve("retention"));
        ApiKey key = ApiKey.of(simulator.apiKey());
        simulator.answerNext(Answer.documented().delayedBy(Duration.ofSeconds(1)));
        CompletableFuture<HttpResponse<String>> run;
        try (ServiceUnderTest service = ServiceUnderTest.start(simulator, key, database)) {
            service.register(FILE_1, 31);
            run = service.eraseLater(OLDER_THAN_30_DAYS);
            simulator.awaitRequests(1, TIMEOUT);
        }

        assertThat(counts(await(run))).isEqualTo(new JsonObject().put("DELETED", 1));
        simulator.awaitOpenConnections(0, TIMEOUT);
        try (ServiceUnderTest restarted = ServiceUnderTest.start(simulator, key, database)) {
            assertThat(restarted.files(DocumentState.DELETED)).containsExactly(FILE_1);
        }
    }

    private static JsonObject counts(HttpResponse<String> response) {
        return new JsonObject(response.body()).getJsonObject("documents");
    }

    private static DeleteFiles file(String fileId) {
        return new DeleteFiles("cls-1", "cls-1-batch-1", List.of(fileId));
    }

    /** Holds the first call back when it asks for its key, which is after it is recorded and before it is sent. */
    private static final class Gate {

        private final CompletableFuture<Void> reached = new CompletableFuture<>();
        private final Sinks.One<String> key = Sinks.one();
        private String value = "";

        ApiKey key(ExtractaSimulator simulator) {
            value = simulator.apiKey();
            return ApiKey.supplier(Mono.defer(() -> {
                reached.complete(null);
                return key.asMono();
            }));
        }

        void open() {
            key.tryEmitValue(value).orThrow();
        }
    }
}
