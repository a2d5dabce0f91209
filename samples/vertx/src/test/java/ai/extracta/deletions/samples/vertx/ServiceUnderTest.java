package ai.extracta.deletions.samples.vertx;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A service on a Vert.x of its own, called over HTTP. */
final class ServiceUnderTest implements AutoCloseable {

    static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration NEVER = Duration.ofDays(1);

    /** With HTTP/2 the client of the JDK drops the response that it waits for when the server shuts down (GOAWAY). */
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Vertx vertx = Vertx.vertx();
    private final RetentionVerticle verticle;
    private final String deployment;

    private ServiceUnderTest(ServiceSettings settings, Consumer<? super DeletionResult> resultListener) {
        verticle = new RetentionVerticle(settings, resultListener);
        deployment = vertx.deployVerticle(verticle).await();
    }

    static ServiceUnderTest on(ExtractaSimulator simulator) {
        return start(simulator, ApiKey.of(simulator.apiKey()), "jdbc:h2:mem:");
    }

    static ServiceUnderTest start(ExtractaSimulator simulator, ApiKey key, String databaseUrl) {
        return new ServiceUnderTest(
                new ServiceSettings(key, simulator.baseUri(), databaseUrl, 0, NEVER, Duration.ofDays(30)),
                result -> {});
    }

    static ServiceUnderTest start(
            ExtractaSimulator simulator, Duration interval, Consumer<? super DeletionResult> resultListener) {
        ApiKey key = ApiKey.of(simulator.apiKey());
        return new ServiceUnderTest(
                new ServiceSettings(key, simulator.baseUri(), "jdbc:h2:mem:", 0, interval, Duration.ofDays(30)),
                resultListener);
    }

    /** Registers a file of the batch that the simulator has, uploaded some days ago. */
    void register(String fileId, int ageInDays) {
        Instant uploadedAt = Instant.now().minus(Duration.ofDays(ageInDays));
        HttpResponse<String> response = register(new JsonObject()
                .put("classificationId", "cls-1")
                .put("batchId", "cls-1-batch-1")
                .put("fileId", fileId)
                .put("uploadedAt", uploadedAt)
                .encode());
        if (response.statusCode() != 201) {
            throw new IllegalStateException(response.statusCode() + ": " + response.body());
        }
    }

    HttpResponse<String> register(String json) {
        return await(send(request("/documents").POST(HttpRequest.BodyPublishers.ofString(json))));
    }

    HttpResponse<String> erase(String query) {
        return await(eraseLater(query));
    }

    CompletableFuture<HttpResponse<String>> eraseLater(String query) {
        return send(request("/erasures" + query).POST(HttpRequest.BodyPublishers.noBody()));
    }

    HttpResponse<String> get(String path) {
        return await(send(request(path)));
    }

    /** The ids of the files in a state. */
    List<String> files(DocumentState state) {
        return documents(state).stream()
                .map(document -> document.getString("fileId"))
                .toList();
    }

    List<JsonObject> documents(DocumentState state) {
        return new JsonObject(get("/documents?state=" + state).body())
                .getJsonArray("documents").stream().map(JsonObject.class::cast).toList();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(verticle.url() + path)).timeout(TIMEOUT);
    }

    private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        try {
            vertx.undeploy(deployment).await(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            vertx.close().await(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the service did not close", e);
        }
    }
}
