package ai.extracta.deletions.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.testsupport.TransportType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;

/** What Prometheus scrapes, and whether the dashboard and the alerts ask for nothing else. */
class PrometheusTest {

    private static final Path FILES = Path.of("../../docs/observability");
    private static final Pattern METRIC = Pattern.compile("\\b(?:extracta_deletions|http_client_requests)_\\w+");
    private static final Pattern LABEL = Pattern.compile("(\\w+)(?:=~|!=|=)\\\\?\"|by \\((\\w+)(?:, (\\w+))?\\)");

    @RegisterExtension
    final SimulatorExtension server = new SimulatorExtension();

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ObservationRegistry registry = ObservationRegistry.create();
    private final DeletionObservations observations = DeletionObservations.create(registry);
    private final DeletionMetrics metrics = DeletionMetrics.of(observations);
    private HttpServer endpoint;

    @BeforeEach
    void startEndpoint() throws IOException {
        registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
        metrics.bindTo(meters);
        endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endpoint.createContext("/metrics", exchange -> {
            try (exchange) {
                byte[] body = meters.scrape().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        endpoint.start();
    }

    @AfterEach
    void stopEndpoint() {
        endpoint.stop(0);
    }

    @Test
    void aScrapeHasCallsAttemptsRetriesQueueAndBulk() throws Exception {
        workload();

        assertThat(scrape().lines())
                .contains(
                        "extracta_deletions_call_seconds_count{confirmation=\"CONFIRMED\",error=\"none\","
                                + "operation=\"batch\",outcome=\"DELETED\",status=\"200\",transport=\"netty\"} 1",
                        "extracta_deletions_call_seconds_count{confirmation=\"none\",error=\"ResponseException\","
                                + "operation=\"batch\",outcome=\"REFUSED\",status=\"404\",transport=\"netty\"} 1",
                        "http_client_requests_seconds_count{client_name=\"127.0.0.1\",error=\"ResponseException\","
                                + "exception=\"ResponseException\",method=\"DELETE\",outcome=\"SERVER_ERROR\","
                                + "status=\"500\",uri=\"/api/v1/documentClassification/deleteBatch\"} 1",
                        "extracta_deletions_in_flight 0.0",
                        "extracta_deletions_queued 0.0",
                        "extracta_deletions_queue_time_seconds_count 3",
                        "extracta_deletions_bulk_received_total{bulk_job=\"nightly\"} 2.0",
                        "extracta_deletions_bulk_calls_total{bulk_job=\"nightly\"} 2.0",
                        "extracta_deletions_bulk_requests_total{bulk_job=\"nightly\",result=\"DELETED\"} 1.0")
                .anyMatch(line -> line.startsWith("extracta_deletions_call_retry_total{") && line.endsWith(" 1.0"));
    }

    @Test
    void theDashboardIsJsonAndAsksOnlyForWhatIsScraped() throws Exception {
        workload();
        JsonNode dashboard =
                new ObjectMapper().readTree(FILES.resolve("dashboard.json").toFile());

        assertThat(dashboard.get("panels")).hasSizeGreaterThan(5);
        assertAsksOnlyForWhatIsScraped("dashboard.json");
    }

    @Test
    void noPanelOfTheDashboardCoversAnother() throws Exception {
        JsonNode panels = new ObjectMapper()
                .readTree(FILES.resolve("dashboard.json").toFile())
                .path("panels");
        Set<String> cells = new HashSet<>();

        for (JsonNode panel : panels) {
            JsonNode grid = panel.path("gridPos");
            int left = grid.path("x").asInt();
            int top = grid.path("y").asInt();
            assertThat(left + grid.path("w").asInt()).isLessThanOrEqualTo(24);
            for (int x = left; x < left + grid.path("w").asInt(); x++) {
                for (int y = top; y < top + grid.path("h").asInt(); y++) {
                    assertThat(cells.add(x + ", " + y))
                            .as(panel.path("title").asText())
                            .isTrue();
                }
            }
        }
        assertThat(cells).isNotEmpty();
    }

    @Test
    void theAlertsAskOnlyForWhatIsScraped() throws Exception {
        workload();

        assertAsksOnlyForWhatIsScraped("alerts.yml");
    }

    private void assertAsksOnlyForWhatIsScraped(String file) throws Exception {
        String text = Files.readString(FILES.resolve(file));
        String scraped = scrape();

        assertThat(find(METRIC, scraped)).isNotEmpty().containsAll(find(METRIC, text));
        assertThat(find(METRIC, text)).isNotEmpty();
        assertThat(find(LABEL, scraped)).isNotEmpty().containsAll(find(LABEL, text));
    }

    private static Set<String> find(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .flatMap(PrometheusTest::groups)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> groups(MatchResult match) {
        return match.groupCount() == 0
                ? Stream.of(match.group())
                : IntStream.rangeClosed(1, match.groupCount())
                        .mapToObj(match::group)
                        .filter(Objects::nonNull);
    }

    private void workload() {
        server.simulator().seed(1, 1, 1);
        server.simulator().answerNext(Answer.serverError());
        ClassificationDeletions deletions = server.client(TransportType.NETTY, builder -> builder.listener(observations)
                .retryPolicy(RetryPolicy.includingUnknown().withBackoff(Duration.ofMillis(1), Duration.ofMillis(1))));
        BulkOptions options = BulkOptions.builder()
                .concurrency(1) // so that the first call is the one that fails and is retried
                .progress(Duration.ofHours(1), metrics.bulkProgress("nightly"))
                .build();
        deletions
                .deleteAll(
                        Flux.just(new DeleteBatch("cls-1", "cls-1-batch-1"), new DeleteBatch("cls-1", "none")), options)
                .blockLast(SimulatorExtension.TIMEOUT);
    }

    private String scrape() throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + endpoint.getAddress().getPort() + "/metrics");
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri)
                                .timeout(SimulatorExtension.TIMEOUT)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
