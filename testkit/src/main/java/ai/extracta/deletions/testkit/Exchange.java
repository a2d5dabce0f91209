package ai.extracta.deletions.testkit;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** One request and all that can be done about it. Belongs to the thread of its connection. */
final class Exchange {

    private static final Duration FOREVER = Duration.ofDays(365);

    private final HttpConnection connection;
    private final ReceivedRequest request;
    private final DeletionApi api;
    private Optional<Reply> documented = Optional.empty();
    private String sent = "nothing";
    private boolean reusable;

    Exchange(HttpConnection connection, ReceivedRequest request, DeletionApi api) {
        this.connection = connection;
        this.request = request;
        this.api = api;
    }

    /** Performs the deletion if that was not done yet. */
    void delete() {
        if (documented.isEmpty()) {
            documented = Optional.of(api.handle(request));
        }
    }

    /** Performs the deletion if that was not done yet, and returns what the documentation has the API say about it. */
    Reply documented() {
        delete();
        return documented.orElseThrow();
    }

    /** The 400 that the documentation shows for this endpoint, with the very words of its 200. */
    Reply documentedBadRequest() {
        Endpoint endpoint = Endpoint.at(request.path()).orElse(Endpoint.CLASSIFICATION);
        return Reply.json(400, Json.message("success", endpoint.message()));
    }

    void pause(Duration time) throws IOException {
        connection.pause(time);
    }

    /** Lets time pass whether the peer is there or not. */
    void sleep(Duration time) throws IOException {
        connection.sleep(time);
    }

    void send(Reply reply) throws IOException {
        reusable = !request.isLastOfConnection() && !reply.endsConnection();
        Reply framed = reusable ? reply : reply.with("connection", "close");
        boolean bodyless = request.method().equals("HEAD");
        connection.write(framed.bytes(bodyless ? 0 : framed.bodyBytes().length));
        sent = Integer.toString(reply.status());
    }

    void sendHalf(Reply reply) throws IOException {
        connection.write(reply.bytes(reply.bodyBytes().length / 2));
        sent = reply.status() + " with half of its body";
    }

    void sendRaw(byte[] bytes) throws IOException {
        connection.write(bytes);
        sent = bytes.length + " raw bytes";
    }

    void reset() throws IOException {
        connection.reset();
        sent += " and a reset";
    }

    /** Ends the connection although the answer did not say so. */
    void hangUp() {
        reusable = false;
        sent += " and a hang-up";
    }

    void hold() throws IOException {
        pause(FOREVER);
    }

    /** Whether the connection is still in a state that the next request can be read from it. */
    boolean isReusable() {
        return reusable;
    }

    /** Says what was asked and answered; neither has a header's value or an id. */
    @Override
    public String toString() {
        return "connection " + request.connection() + ": " + request.method() + " " + request.target() + " -> " + sent;
    }
}
