package ai.extracta.deletions.testkit;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** One request and its response. Belongs to the thread of its connection. */
final class SimulatorExchange {

    private static final Duration FOREVER = Duration.ofDays(365);

    private final HttpConnection connection;
    private final ReceivedRequest request;
    private final DeletionApi api;
    private Optional<Response> documentedResponse = Optional.empty();
    private String sentDescription = "nothing";
    private boolean reusable;

    SimulatorExchange(HttpConnection connection, ReceivedRequest request, DeletionApi api) {
        this.connection = connection;
        this.request = request;
        this.api = api;
    }

    /** Performs the deletion if that was not done yet. */
    void delete() {
        if (documentedResponse.isEmpty()) {
            documentedResponse = Optional.of(api.handle(request));
        }
    }

    /** Performs the deletion if that was not done yet, and returns the documented response. */
    Response documentedResponse() {
        delete();
        return documentedResponse.orElseThrow();
    }

    /** The 400 that the documentation shows for this endpoint, with the wording of its 200. */
    Response documentedBadRequest() {
        Endpoint endpoint = Endpoint.find(request.path()).orElse(Endpoint.CLASSIFICATION);
        return Response.json(400, Json.message("success", endpoint.message()));
    }

    void pause(Duration time) throws IOException {
        connection.pause(time);
    }

    /** Waits whether the peer is connected or not. */
    void sleep(Duration time) throws IOException {
        connection.sleep(time);
    }

    void send(Response response) throws IOException {
        reusable = !request.isLastOfConnection() && !response.closesConnection();
        Response framed = reusable ? response : response.with("connection", "close");
        boolean bodyless = request.method().equals("HEAD");
        connection.write(framed.bytes(bodyless ? 0 : framed.bodyBytes().length));
        sentDescription = Integer.toString(response.status());
    }

    void sendHalf(Response response) throws IOException {
        connection.write(response.bytes(response.bodyBytes().length / 2));
        sentDescription = response.status() + " with half of its body";
    }

    void sendRaw(byte[] bytes) throws IOException {
        connection.write(bytes);
        sentDescription = bytes.length + " raw bytes";
    }

    void reset() throws IOException {
        connection.reset();
        sentDescription += " and a reset";
    }

    /** Ends the connection although the response did not announce it. */
    void disconnect() {
        reusable = false;
        sentDescription += " and a hang-up";
    }

    void hold() throws IOException {
        pause(FOREVER);
    }

    /** Whether the connection is still in a state that the next request can be read from it. */
    boolean isReusable() {
        return reusable;
    }

    /** Describes request and response without header values and ids. */
    @Override
    public String toString() {
        return "connection " + request.connection() + ": " + request.method() + " " + request.target() + " -> "
                + sentDescription;
    }
}
