package ai.extracta.deletions.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The JDK's HTTP client, pointed at a simulator. */
final class SimulatorClient {

    static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final ExtractaSimulator simulator;

    SimulatorClient(ExtractaSimulator simulator) {
        this.simulator = simulator;
    }

    URI uri(String endpoint) {
        return URI.create(simulator.baseUri() + "/documentClassification/" + endpoint);
    }

    /** A request without a key. */
    HttpRequest.Builder request(String method, String endpoint, String body) {
        return HttpRequest.newBuilder(uri(endpoint))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body));
    }

    HttpRequest deletion(String endpoint, String body) {
        return request("DELETE", endpoint, body)
                .header("Authorization", "Bearer " + simulator.apiKey())
                .build();
    }

    HttpResponse<String> delete(String endpoint, String body) throws IOException {
        return send(deletion(endpoint, body));
    }

    HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    CompletableFuture<HttpResponse<String>> sendLater(HttpRequest request) {
        return http.sendAsync(request, BodyHandlers.ofString());
    }

    static String classification(String classificationId) {
        return "{\"classificationId\":\"%s\"}".formatted(classificationId);
    }

    static String batch(String classificationId, String batchId) {
        return "{\"classificationId\":\"%s\",\"batchId\":\"%s\"}".formatted(classificationId, batchId);
    }

    static String files(String classificationId, String batchId, String... fileIds) {
        return "{\"classificationId\":\"%s\",\"batchId\":\"%s\",\"fileIds\":[\"%s\"]}"
                .formatted(classificationId, batchId, String.join("\",\"", fileIds));
    }
}
