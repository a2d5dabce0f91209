package example;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeletionRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** A client of {@link Erasures}, which looks at the bytes that come back. */
final class ErasuresCheck {

    private static final DeletionRequest EXISTING = new DeleteBatch("cls-1", "cls-1-batch-1");
    private static final DeletionRequest MISSING = new DeleteBatch("cls-1", "none");

    private final URI erasures;

    ErasuresCheck(int port) {
        erasures = URI.create("http://127.0.0.1:" + port + "/erasures");
    }

    void run() throws IOException, InterruptedException {
        HttpResponse<String> response = post(EXISTING.toJson() + "\n" + MISSING.toJson() + "\n");
        String body = response.body();
        List<String> lines = body.lines().sorted().toList();
        check(response.statusCode() == 200, response);
        check(lines.size() == 2 && body.endsWith("\n"), body);
        check(lines.get(0).startsWith(line(0, "DELETED", EXISTING, "Deleted")), body);
        check(lines.get(1).startsWith(line(1, "REFUSED", MISSING, "Failed")), body);
        check(lines.get(1).endsWith(",\"remaining\":" + MISSING.toJson() + "}"), body);

        HttpResponse<String> invalid = post("{\"kind\":\"batch\",\"classificationId\":\"cls-1\"}\n");
        check(invalid.statusCode() == 500, invalid);
    }

    private static String line(int index, String state, DeletionRequest request, String result) {
        return "{\"index\":" + index + ",\"state\":\"" + state + "\",\"request\":" + request.toJson() + ",\"result\":\""
                + result + "\",";
    }

    private HttpResponse<String> post(String lines) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(erasures)
                .header("content-type", "application/x-ndjson")
                .timeout(Duration.ofSeconds(60))
                .POST(BodyPublishers.ofString(lines))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    private static void check(boolean condition, Object actual) {
        if (!condition) {
            throw new AssertionError(actual);
        }
    }
}
