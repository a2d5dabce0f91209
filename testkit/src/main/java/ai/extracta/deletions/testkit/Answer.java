package ai.extracta.deletions.testkit;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How an {@link ExtractaSimulator} responds to one request. Immutable: every method that changes something returns
 * another answer.
 *
 * @since 0.1.0
 */
public final class Answer {

    private static final String INTERNAL_ERROR = Json.message("error", "Internal server error");

    /** Writes the response to the connection. */
    interface Delivery {
        void deliver(SimulatorExchange exchange, List<HeaderField> headers) throws IOException;
    }

    private record Plan(
            String name,
            boolean deletes,
            Duration delay,
            boolean hasHead,
            List<HeaderField> headers,
            Delivery delivery) {}

    private final Plan plan;

    private Answer(Plan plan) {
        this.plan = plan;
    }

    private static Answer withHead(String name, boolean deletes, Delivery delivery) {
        return new Answer(new Plan(name, deletes, Duration.ZERO, true, List.of(), delivery));
    }

    static Answer withoutHead(String name, boolean deletes, Delivery delivery) {
        return new Answer(new Plan(name, deletes, Duration.ZERO, false, List.of(), delivery));
    }

    /**
     * Does what the API documents: validates the request, deletes and confirms.
     *
     * @return the default answer
     */
    public static Answer documented() {
        return withHead(
                "documented", true, (exchange, headers) -> exchange.send(with(headers, exchange.documentedResponse())));
    }

    /**
     * Responds with any status and body; checks nothing and deletes nothing.
     *
     * @param status the status, 200 to 999
     * @param body the body, sent as UTF-8 with {@code content-type: application/json; charset=utf-8}
     * @return the answer
     * @throws IllegalArgumentException if the status cannot end an exchange
     */
    public static Answer status(int status, String body) {
        if (status < 200 || status > 999) {
            throw new IllegalArgumentException("status is " + status + "; a final one is 200 to 999");
        }
        Response response = Response.json(status, Objects.requireNonNull(body, "body"));
        return withHead("status " + status, false, (exchange, headers) -> exchange.send(with(headers, response)));
    }

    /**
     * Sends exactly these bytes and closes the connection; deletes nothing. An empty array sends no response.
     *
     * @param wholeResponse what goes on the wire; copied
     * @return the answer
     */
    public static Answer rawBytes(byte[] wholeResponse) {
        byte[] copy = wholeResponse.clone();
        return withoutHead(copy.length + " bytes", false, (exchange, headers) -> exchange.sendRaw(copy));
    }

    /**
     * Responds with 429, with {@code retry-after} in seconds and an empty body; deletes nothing.
     *
     * @param retryAfter how long the client should wait, rounded up to whole seconds
     * @return the answer
     * @throws IllegalArgumentException if the duration is negative
     */
    public static Answer rateLimited(Duration retryAfter) {
        long seconds = requireNonNegative(retryAfter).plusNanos(999_999_999).toSeconds();
        return status(429, "").header("retry-after", Long.toString(seconds));
    }

    /**
     * Responds with the documented 500; deletes nothing.
     *
     * @return the answer
     */
    public static Answer serverError() {
        return status(500, INTERNAL_ERROR);
    }

    /**
     * Responds with 400 and a body that claims success, as the API documentation shows it; deletes nothing.
     *
     * @return the answer
     */
    public static Answer documentedBadRequest() {
        return withHead(
                "documented 400",
                false,
                (exchange, headers) -> exchange.send(with(headers, exchange.documentedBadRequest())));
    }

    /**
     * Deletes as documented, then closes the connection without a response.
     *
     * @return the answer
     */
    public static Answer disconnectAfterDeleting() {
        return withoutHead("disconnect after deleting", true, (exchange, headers) -> {});
    }

    /**
     * Deletes as documented, then sends the head and half of the body and closes the connection.
     *
     * @return the answer
     */
    public static Answer truncatedBody() {
        return withHead(
                "truncated body",
                true,
                (exchange, headers) -> exchange.sendHalf(with(headers, exchange.documentedResponse())));
    }

    /**
     * Never responds: holds the request until the client closes the connection or the simulator is closed. Deletes
     * nothing.
     *
     * @return the answer
     */
    public static Answer noResponse() {
        return withoutHead("no response", false, (exchange, headers) -> exchange.hold());
    }

    /**
     * Adds a header to the response, or replaces the one of this name. {@code connection: close} also
     * closes the connection; a {@code content-length} or {@code transfer-encoding} is sent as given, right or wrong.
     *
     * @param name the name, written to the wire as it is
     * @param value the value
     * @return a changed copy
     * @throws IllegalArgumentException if name or value cannot be sent in one header line
     * @throws IllegalStateException if the response has no head
     */
    public Answer header(String name, String value) {
        if (!plan.hasHead) {
            throw new IllegalStateException("the answer '" + plan.name + "' has no head to put a header in");
        }
        List<HeaderField> headers = new ArrayList<>(plan.headers);
        headers.add(new HeaderField(name, value));
        return new Answer(new Plan(plan.name, plan.deletes, plan.delay, true, List.copyOf(headers), plan.delivery));
    }

    /**
     * Delays the response, but not the deletion, if there is one. If the client closes the connection
     * (or only its sending side) meanwhile, the connection ends and the response is dropped.
     *
     * @param delay how long; replaces an earlier delay
     * @return a changed copy
     * @throws IllegalArgumentException if the duration is negative
     */
    public Answer delayedBy(Duration delay) {
        requireNonNegative(delay);
        return new Answer(new Plan(plan.name, plan.deletes, delay, plan.hasHead, plan.headers, plan.delivery));
    }

    /**
     * Performs the deletion as documented before responding. A request that would be refused deletes nothing
     * and gets the same response.
     *
     * @return a changed copy
     */
    public Answer afterDeleting() {
        return new Answer(new Plan(plan.name, true, plan.delay, plan.hasHead, plan.headers, plan.delivery));
    }

    void execute(SimulatorExchange exchange) throws IOException {
        if (plan.deletes) {
            exchange.delete();
        }
        exchange.pause(plan.delay);
        plan.delivery.deliver(exchange, plan.headers);
    }

    /** The name only, without the content. */
    @Override
    public String toString() {
        return "Answer[" + plan.name + "]";
    }

    private static Response with(List<HeaderField> headers, Response response) {
        Response result = response;
        for (HeaderField header : headers) {
            result = result.with(header);
        }
        return result;
    }

    private static Duration requireNonNegative(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("the duration is negative: " + duration);
        }
        return duration;
    }
}
