package ai.extracta.deletions.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.model.DeletionReceipt;
import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import reactor.core.publisher.Mono;

/**
 * For any bytes that a server responds with, both transports end the call in time and with the same outcome, and the
 * next call gets its own response.
 */
class WireFuzzTest {

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final int MAX_TRIES = 5;
    private static final Pattern INTERIM = Pattern.compile("/1\\.[01]\\s+0*1\\d\\d");

    private static final Map<String, ClassificationDeletions> CLIENTS = new LinkedHashMap<>();
    private static final AtomicInteger CALLS = new AtomicInteger();

    private static ScriptedServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new ScriptedServer();
        for (String transport : List.of("netty", "vertx")) {
            CLIENTS.put(transport, client(transport));
            getsItsOwnResponse(CLIENTS.get(transport));
        }
    }

    /**
     * Tries one response.
     *
     * @param input a byte, {@code +} if the connection stays open after the response, followed by the response
     */
    @FuzzTest
    @DictionaryFile(resourcePath = "wire.dict")
    void endsTheCallAndLeavesNothingForTheNext(byte[] input) {
        boolean open = input.length > 0 && input[0] == '+';
        server.respondWith(Arrays.copyOfRange(input, Math.min(1, input.length), input.length), open);
        String text = new String(input, StandardCharsets.ISO_8859_1);
        Map<String, String> ends = new LinkedHashMap<>();
        CLIENTS.forEach((transport, client) -> {
            ends.put(transport, end(client, text));
            getsItsOwnResponse(client);
        });

        if (INTERIM.matcher(text).find()) {
            return; // Vert.x skips fewer of them and fails the call
        }
        assertThat(ends.get("vertx")).as("as through netty, for %s", text).isEqualTo(ends.get("netty"));
    }

    private static String end(ClassificationDeletions client, String input) {
        Object end = client.deleteClassification(ScriptedServer.RAW_RESPONSE_ID)
                .cast(Object.class)
                .onErrorResume(DeletionException.class, Mono::just)
                .block(TIMEOUT);
        if (end instanceof DeletionReceipt receipt) {
            ReportedText.of(receipt).containsNoKey();
            assertThat(input).contains(Integer.toString(receipt.status()));
            return "receipt " + receipt.status() + " " + receipt.message();
        }
        assertThat(end).isInstanceOf(DeletionException.class);
        DeletionException failure = (DeletionException) end;
        ReportedText.of(failure).isSingleLine().containsNoKey();
        assertThat(failure.outcome()).isIn(Outcome.UNKNOWN, Outcome.REFUSED);
        return failure.outcome() + " "
                + (failure instanceof ResponseException response ? textOf(response) : "no response");
    }

    private static String textOf(ResponseException response) {
        return response.status() + " " + response.headers().names() + " " + response.body();
    }

    /**
     * The server may be closing the connection, which makes the outcome unknown; but a response must be the right one.
     */
    private static void getsItsOwnResponse(ClassificationDeletions client) {
        for (int i = 0; i < MAX_TRIES; i++) {
            String id = "proper-" + CALLS.incrementAndGet();
            String response = client.deleteClassification(id)
                    .map(DeletionReceipt::message)
                    .onErrorResume(TransportFailedException.class, lost -> Mono.just(""))
                    .block(TIMEOUT);
            if (!"".equals(response)) {
                assertThat(response).isEqualTo(id);
                return;
            }
        }
        throw new AssertionError("no response at all in " + MAX_TRIES + " tries");
    }

    private static ClassificationDeletions client(String transport) {
        return ClassificationDeletions.builder()
                .apiKey(ApiKey.of(ReportedText.KEY))
                .baseUri(server.baseUri())
                .transport(transport)
                .maxInFlight(1)
                .retryPolicy(RetryPolicy.none())
                .deadline(DEADLINE)
                .attemptDeadline(DEADLINE)
                .build();
    }
}
