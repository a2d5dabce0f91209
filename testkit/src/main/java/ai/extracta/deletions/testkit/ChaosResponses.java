package ai.extracta.deletions.testkit;

import ai.extracta.deletions.testkit.Chaos.Fault;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Creates the answer for a {@link Fault}; details such as the status or the position of a cut are random. */
final class ChaosResponses {

    private static final int PADDING = 2 * 1024 * 1024;
    private static final int PADDING_CHUNK = 16 * 1024;
    private static final int DRIPS = 8;

    private static final String SUCCESS = Json.message("success", "Deleted");

    /** None is complete and valid HTTP. */
    private static final List<String> GARBLED = List.of(
            "SSH-2.0-OpenSSH_9.6\r\n",
            "HTTP/1.1 2OO OK\r\ncontent-length: 2\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n" + SUCCESS,
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n" + SUCCESS + "\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n" + SUCCESS,
            "HTTP/1.1 200 OK\r\nx-padding: " + "x".repeat(64 * 1024) + "\r\n\r\n",
            "\0\1\2\3\4\5\6\7");

    /** All are valid HTTP, and none shows whether the deletion happened. */
    private static final List<Answer> CONTRADICTORY = List.of(
            Answer.documentedBadRequest(),
            Answer.status(200, Json.message("error", "Something went wrong")),
            Answer.status(200, SUCCESS.substring(0, SUCCESS.length() / 2)),
            Answer.status(200, "<html><body>Please log in</body></html>").header("content-type", "text/html"),
            Answer.status(200, ""),
            Answer.status(202, SUCCESS),
            Answer.status(303, "").header("location", "/api/v1/"),
            Answer.status(408, Json.message("error", "Request timeout")));

    private static final List<Answer> ERRORS = List.of(
            Answer.serverError(),
            Answer.status(502, "<html><body>Bad gateway</body></html>").header("content-type", "text/html"),
            Answer.status(503, ""),
            Answer.status(503, "").header("retry-after", "1"),
            Answer.status(504, ""));

    private ChaosResponses() {}

    static Answer of(Fault fault, SplittableRandom random, Duration maxDelay) {
        return switch (fault) {
            case NONE, RESET_UNREAD -> Answer.documented();
            case LATE_RESPONSE -> Answer.documented().delayedBy(randomDelay(maxDelay, random));
            case LATE_DELETION -> lateDeletion(randomDelay(maxDelay, random));
            case RATE_LIMIT ->
                random.nextBoolean() ? Answer.rateLimited(Duration.ofSeconds(1)) : Answer.status(429, "");
            case ERROR -> pick(ERRORS, random);
            case ERROR_AFTER_DELETING -> pick(ERRORS, random).afterDeleting();
            case CUT_BEFORE_HEAD -> cut(0, 0, random.nextBoolean());
            case CUT_IN_HEAD -> cut(random.nextDouble(), 0, random.nextBoolean());
            case CUT_IN_BODY -> cut(1, random.nextDouble(), random.nextBoolean());
            case DRIP -> drip(randomDelay(maxDelay, random).dividedBy(DRIPS));
            case OVERSIZED -> oversized(random.nextBoolean());
            case GARBLED -> randomlyDeleting(Answer.rawBytes(bytes(pick(GARBLED, random))), random);
            case CONTRADICTORY -> randomlyDeleting(pick(CONTRADICTORY, random), random);
            case HANG_UP ->
                disconnect(random.nextBoolean() ? Duration.ZERO : randomDelay(maxDelay.dividedBy(20), random));
        };
    }

    private static Answer lateDeletion(Duration delay) {
        return Answer.withoutHead("late deletion", false, (exchange, headers) -> {
            exchange.sleep(delay);
            exchange.send(exchange.documentedResponse());
        });
    }

    /** At least one byte is missing; of the body only once the head is complete. */
    private static Answer cut(double headFraction, double bodyFraction, boolean reset) {
        return Answer.withoutHead("cut", true, (exchange, headers) -> {
            Response response = exchange.documentedResponse();
            byte[] bytes = response.bytes(response.bodyBytes().length);
            int head = bytes.length - response.bodyBytes().length;
            int length = (int) (head * headFraction) + (int) (response.bodyBytes().length * bodyFraction);
            exchange.sendRaw(Arrays.copyOf(bytes, length));
            if (reset) {
                exchange.reset();
            }
        });
    }

    private static Answer drip(Duration pause) {
        return Answer.withoutHead("drip", true, (exchange, headers) -> {
            Response response = exchange.documentedResponse();
            byte[] bytes = response.bytes(response.bodyBytes().length);
            for (int i = 0; i < DRIPS; i++) {
                exchange.pause(pause);
                exchange.sendRaw(Arrays.copyOfRange(bytes, bytes.length * i / DRIPS, bytes.length * (i + 1) / DRIPS));
            }
        });
    }

    private static Answer oversized(boolean declared) {
        return Answer.withoutHead("oversized", true, (exchange, headers) -> {
            Response response = exchange.documentedResponse();
            byte[] body = response.bodyBytes();
            byte[] padding = bytes(" ".repeat(PADDING_CHUNK));
            Response framed = declared
                    ? response.with("content-length", Integer.toString(body.length + PADDING))
                    : response.with("transfer-encoding", "chunked");
            exchange.sendRaw(framed.headBytes());
            exchange.sendRaw(declared ? body : chunk(body));
            for (int sent = 0; sent < PADDING; sent += PADDING_CHUNK) {
                exchange.sendRaw(declared ? padding : chunk(padding));
            }
            exchange.sendRaw(declared ? new byte[0] : bytes("0\r\n\r\n"));
        });
    }

    private static byte[] chunk(byte[] content) {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream(content.length + 16);
        chunk.writeBytes(bytes(Integer.toHexString(content.length) + "\r\n"));
        chunk.writeBytes(content);
        chunk.writeBytes(bytes("\r\n"));
        return chunk.toByteArray();
    }

    private static Answer disconnect(Duration delay) {
        return Answer.withoutHead("hang-up", true, (exchange, headers) -> {
            exchange.send(exchange.documentedResponse());
            exchange.pause(delay);
            exchange.disconnect();
        });
    }

    private static Answer randomlyDeleting(Answer answer, SplittableRandom random) {
        return random.nextBoolean() ? answer.afterDeleting() : answer;
    }

    private static <T> T pick(List<T> choices, SplittableRandom random) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static Duration randomDelay(Duration maxDelay, SplittableRandom random) {
        return Duration.ofNanos(random.nextLong(maxDelay.toNanos() + 1));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
