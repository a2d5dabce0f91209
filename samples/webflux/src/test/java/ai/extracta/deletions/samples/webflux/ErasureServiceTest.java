package ai.extracta.deletions.samples.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.FluxExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ErasureServiceTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final DeletionRequest BATCH_1 = new DeleteBatch("cls-1", "cls-1-batch-1");
    private static final DeletionRequest BATCH_2 = new DeleteBatch("cls-1", "cls-1-batch-2");

    @TempDir
    Path folder;

    private final ExtractaSimulator simulator = ExtractaSimulator.start();
    private Service service;

    @BeforeEach
    void start() {
        simulator.seed(1, 2, 3);
        service = Service.start(simulator, folder);
    }

    @AfterEach
    void stop() {
        service.close();
        simulator.close();
    }

    @Test
    void eachRowGetsItsResultAndTheLastEventSaysThatAllHaveOne() {
        List<JsonNode> events = erase(lines(BATCH_1, BATCH_2));

        assertThat(events)
                .first()
                .satisfies(event -> assertThat(event.path("rows").asInt()).isEqualTo(2));
        assertThat(deletedRows(events)).containsExactlyInAnyOrder(1, 2);
        assertThat(events).last().satisfies(event -> assertThat(type(event)).isEqualTo("finished"));
        assertThat(simulator.deletions()).containsExactlyInAnyOrder(BATCH_1, BATCH_2);
    }

    @Test
    void aResultIsStreamedWhileAnotherRowIsStillInFlight() {
        simulator.answerNext(Answer.documented(), Answer.noResponse());

        StepVerifier.create(post(lines(BATCH_1, BATCH_2)).getResponseBody().map(ErasureServiceTest::parse))
                .assertNext(event -> assertThat(type(event)).isEqualTo("started"))
                .assertNext(event -> assertThat(type(event)).isEqualTo("result"))
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void eachResultArrivesBeforeTheNextIsKnown(@TempDir Path another) throws Exception {
        try (HeldServer server = HeldServer.start();
                Service held = Service.start("key", server.baseUri(), another)) {
            String rows = IntStream.rangeClosed(1, 5)
                    .mapToObj(number -> new DeleteBatch("cls-1", "batch-" + number).toJson())
                    .collect(Collectors.joining("\n"));
            Flux<JsonNode> events = post(held, rows, MediaType.APPLICATION_NDJSON)
                    .getResponseBody()
                    .map(ErasureServiceTest::parse);

            StepVerifier.FirstStep<JsonNode> first = StepVerifier.create(events);
            StepVerifier.Step<JsonNode> step =
                    first.assertNext(event -> assertThat(type(event)).isEqualTo("started"));
            for (int i = 0; i < 5; i++) {
                step = step.then(server::releaseOne)
                        .assertNext(event -> assertThat(type(event)).isEqualTo("result"));
            }
            step.assertNext(event -> assertThat(type(event)).isEqualTo("finished"))
                    .expectComplete()
                    .verify(LIMIT);
        }
    }

    @Test
    void anErasureGoesOnWhenItsClientHasGone() {
        post(lines(BATCH_1, BATCH_2)).getResponseBody().next().block(LIMIT);

        assertThat(simulator.awaitDeletions(2, LIMIT)).containsExactlyInAnyOrder(BATCH_1, BATCH_2);
    }

    @Test
    void aRowThatIsInvalidIsReportedByItsNumberAndTheOthersAreDeleted() {
        List<JsonNode> events = erase(BATCH_1.toJson()
                + "\n\n{\"kind\":\"batch\",\"classificationId\":\"cls-1\"}\nnonsense\n" + BATCH_2.toJson());

        assertThat(events.stream().filter(event -> type(event).equals("invalid")))
                .extracting(event ->
                        event.path("row").asInt() + ": " + event.path("error").asString())
                .hasSize(2)
                .satisfiesExactly(
                        error -> assertThat(error).isEqualTo("3: batchId is missing"),
                        error -> assertThat(error).startsWith("4: "));
        assertThat(deletedRows(events)).containsExactlyInAnyOrder(1, 5);
        assertThat(simulator.deletions()).containsExactlyInAnyOrder(BATCH_1, BATCH_2);
    }

    @Test
    void aRowThatTheServerRefusesCostsNoOther() {
        DeletionRequest known = new DeleteFiles("cls-1", "cls-1-batch-1", List.of("cls-1-batch-1-file-1"));
        DeletionRequest unknown = new DeleteFiles("cls-1", "cls-1-batch-1", List.of("missing"));

        List<JsonNode> events = erase(lines(unknown, known));

        assertThat(deletedRows(events)).containsExactly(2);
        assertThat(events)
                .filteredOn(event -> event.path("row").asInt() == 1)
                .singleElement()
                .satisfies(
                        event -> assertThat(event.at("/result/failure/outcome").asString())
                                .isEqualTo("REFUSED"));
    }

    @Test
    void aJsonArrayIsTakenElementByElement() {
        String array = "[" + BATCH_1.toJson() + ",\n {\"kind\":\"batch\",\"classificationId\":\"cls-1\","
                + "\"batchId\":\"cls-1-batch-1\",\"batchId\":\"cls-1-batch-2\"} ]";

        List<JsonNode> events = parse(post(array, MediaType.APPLICATION_JSON));

        assertThat(deletedRows(events)).containsExactly(1);
        assertThat(events.stream().filter(event -> type(event).equals("invalid")))
                .describedAs("the repeated member is not resolved silently")
                .hasSize(1);
        assertThat(simulator.deletions()).containsExactly(BATCH_1);
    }

    @Test
    void aBodyThatIsBrokenAnywhereDeletesNothing() {
        WebTestClient.ResponseSpec response = service.client()
                .post()
                .uri("/erasures")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("[" + BATCH_1.toJson() + ",")
                .exchange();

        response.expectStatus().isBadRequest();
        assertThat(text(response)).contains("not JSON", "Nothing was deleted");
        assertThat(simulator.requests()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFormOfAnotherSiteIsRefused() {
        service.client()
                .post()
                .uri("/erasures")
                .contentType(MediaType.TEXT_PLAIN)
                .bodyValue(lines(BATCH_1))
                .exchange()
                .expectStatus()
                .isEqualTo(415);
    }

    @Test
    void serverSentEventsContinueAfterTheOneThatTheClientHas() {
        FluxExchangeResult<String> erasure = post(lines(BATCH_1, BATCH_2));
        String events = erasure.getResponseHeaders().getFirst(HttpHeaders.LOCATION);
        erasure.getResponseBody().blockLast(LIMIT);

        String all = serverSentEvents(events, "0");
        String first = all.substring(all.indexOf("id: ") + 4, all.indexOf("\ndata: "));

        assertThat(all).startsWith("retry: 1000\n\n").contains("data: {\"event\":\"started\"");
        assertThat(serverSentEvents(events, first))
                .isEqualTo("retry: 1000\n\n" + all.substring(all.indexOf("\n\nid: ", 14) + 2));
    }

    @Test
    void anIdThatIsNoEventMeansFromTheFirst() {
        FluxExchangeResult<String> erasure = post(lines(BATCH_1));
        String events = erasure.getResponseHeaders().getFirst(HttpHeaders.LOCATION);
        erasure.getResponseBody().blockLast(LIMIT);

        assertThat(serverSentEvents(events, "7"))
                .isEqualTo(serverSentEvents(events, "999999"))
                .isEqualTo(serverSentEvents(events, "0"));
    }

    @Test
    void anErasureContinuesAfterARestartAndDeletesNothingTwice() {
        simulator.answerNext(Answer.documented(), Answer.noResponse());
        FluxExchangeResult<String> erasure = post(lines(BATCH_1, BATCH_2));
        String location = erasure.getResponseHeaders().getFirst(HttpHeaders.LOCATION);
        erasure.getResponseBody().take(2).blockLast(LIMIT);
        simulator.awaitRequests(2, LIMIT);
        int deletedBefore = simulator.deletions().size();

        service.stop();
        service.start();
        List<JsonNode> events = parse(service.client()
                .get()
                .uri(location)
                .accept(MediaType.APPLICATION_NDJSON)
                .exchange()
                .returnResult(String.class));

        assertThat(deletedBefore).isEqualTo(1);
        assertThat(deletedRows(events)).containsExactlyInAnyOrder(1, 2);
        assertThat(events)
                .extracting(ErasureServiceTest::type)
                .contains("resumed")
                .endsWith("finished");
        assertThat(simulator.deletions()).containsExactlyInAnyOrder(BATCH_1, BATCH_2);
        assertThat(simulator.requests())
                .describedAs("the row without a result was sent again")
                .hasSize(3);
    }

    @Test
    void anErasureThatTheServerDoesNotLetInStopsAndContinuesAfterARestart() {
        simulator.answerNext(Answer.status(401, "{\"status\":\"error\"}"));

        List<JsonNode> events = erase(lines(BATCH_1));
        service.stop();
        service.start();

        assertThat(events).last().satisfies(event -> assertThat(type(event)).isEqualTo("stopped"));
        assertThat(simulator.awaitDeletions(1, LIMIT)).containsExactly(BATCH_1);
    }

    @Test
    void anUnknownErasureIsNotFound() {
        get("/erasures/00000000-0000-0000-0000-000000000000/events")
                .expectStatus()
                .isNotFound();
        get("/erasures/..%2f..%2fetc/events").expectStatus().is4xxClientError();
    }

    @Test
    void thePageAllowsNothingButItsOwnStyleAndScript() {
        assertThat(get("/").returnResult(String.class).getResponseHeaders().getFirst("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'sha256-", "style-src 'sha256-")
                .doesNotContain("unsafe");
    }

    @Test
    void theActuatorShowsTheClientsHealthAndMetrics() {
        erase(lines(BATCH_1));

        assertThat(text(get("/actuator/health"))).contains("\"lastOutcome\":\"CONFIRMED\"");
        assertThat(text(get("/actuator/prometheus")))
                .contains(
                        "extracta_deletions_bulk_requests_total{bulk_job=\"erasure\",result=\"DELETED\"} 1.0",
                        "extracta_deletions_call_seconds_count{");
    }

    private WebTestClient.ResponseSpec get(String path) {
        return service.client().get().uri(path).exchange();
    }

    private static String text(WebTestClient.ResponseSpec response) {
        return response.returnResult(String.class)
                .getResponseBody()
                .collect(Collectors.joining("\n"))
                .block(LIMIT);
    }

    private List<JsonNode> erase(String rows) {
        return parse(post(rows));
    }

    private FluxExchangeResult<String> post(String rows) {
        return post(rows, MediaType.APPLICATION_NDJSON);
    }

    private FluxExchangeResult<String> post(String body, MediaType type) {
        return post(service, body, type);
    }

    private static FluxExchangeResult<String> post(Service service, String body, MediaType type) {
        WebTestClient.ResponseSpec response = service.client()
                .post()
                .uri("/erasures")
                .contentType(type)
                .accept(MediaType.APPLICATION_NDJSON)
                .bodyValue(body)
                .exchange();
        return response.expectStatus().isCreated().returnResult(String.class);
    }

    private String serverSentEvents(String events, String lastEventId) {
        Flux<byte[]> body = service.client()
                .get()
                .uri(events)
                .accept(MediaType.TEXT_EVENT_STREAM)
                .header("Last-Event-ID", lastEventId)
                .exchange()
                .returnResult(byte[].class)
                .getResponseBody();
        return body.map(String::new).collect(Collectors.joining()).block(LIMIT);
    }

    private static String lines(DeletionRequest... requests) {
        return Stream.of(requests).map(DeletionRequest::toJson).collect(Collectors.joining("\n"));
    }

    private static List<JsonNode> parse(FluxExchangeResult<String> response) {
        return response.getResponseBody()
                .map(ErasureServiceTest::parse)
                .collectList()
                .block(LIMIT);
    }

    private static JsonNode parse(String line) {
        return JsonMapper.shared().readTree(line);
    }

    private static String type(JsonNode event) {
        return event.path("event").asString();
    }

    private static List<Integer> deletedRows(List<JsonNode> events) {
        return events.stream()
                .filter(event -> event.at("/result/state").asString("").equals("DELETED"))
                .map(event -> event.path("row").asInt())
                .toList();
    }
}
