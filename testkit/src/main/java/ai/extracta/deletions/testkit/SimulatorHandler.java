package ai.extracta.deletions.testkit;

import ai.extracta.deletions.testkit.internal.LoopbackServer;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the requests of a connection one by one and executes the answer to each. */
record SimulatorHandler(RequestDispatcher dispatcher, DeletionApi api, Consumer<String> report)
        implements LoopbackServer.Handler<HttpConnection> {

    @Override
    public void serve(HttpConnection connection) throws IOException {
        try {
            int responses = 0;
            Optional<ReceivedRequest> request = next(connection, responses);
            while (request.isPresent() && respond(connection, request.get())) {
                responses++;
                request = next(connection, responses);
            }
        } catch (MalformedRequestException malformed) {
            report.accept("a malformed request -> " + malformed.status() + ": " + malformed.getMessage());
            Response response = Response.error(malformed.status(), String.valueOf(malformed.getMessage()))
                    .with("connection", "close");
            connection.writeLast(response.bytes(response.bodyBytes().length));
        }
    }

    private Optional<ReceivedRequest> next(HttpConnection connection, int responses) throws IOException {
        if (!connection.awaitInput()) {
            return Optional.empty();
        }
        if (!dispatcher.resetsUnread(connection.number(), responses)) {
            return connection.readRequest();
        }
        connection.reset();
        report.accept("connection " + connection.number() + ": something -> reset unread");
        return Optional.empty();
    }

    private boolean respond(HttpConnection connection, ReceivedRequest request) throws IOException {
        Answer answer = dispatcher.dispatch(request);
        SimulatorExchange exchange = new SimulatorExchange(connection, request, api);
        try {
            answer.execute(exchange);
        } finally {
            report.accept(exchange.toString());
        }
        return exchange.isReusable();
    }
}
