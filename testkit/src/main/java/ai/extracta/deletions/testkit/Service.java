package ai.extracta.deletions.testkit;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes the requests of one connection after the other and gives each the answer that is its turn. */
record Service(Inbox inbox, DeletionApi api, Consumer<Object> report) implements LoopbackServer.Handler {

    @Override
    public void serve(HttpConnection connection) throws IOException {
        try {
            Optional<ReceivedRequest> request = connection.readRequest();
            while (request.isPresent() && answer(connection, request.get())) {
                request = connection.readRequest();
            }
        } catch (MalformedRequestException malformed) {
            report.accept("a malformed request -> " + malformed.status() + ": " + malformed.getMessage());
            Reply reply = Reply.error(malformed.status(), String.valueOf(malformed.getMessage()))
                    .with("connection", "close");
            connection.writeLast(reply.bytes(reply.bodyBytes().length));
        }
    }

    private boolean answer(HttpConnection connection, ReceivedRequest request) throws IOException {
        Answer answer = inbox.receive(request);
        Exchange exchange = new Exchange(connection, request, api);
        try {
            answer.give(exchange);
        } finally {
            report.accept(exchange);
        }
        return exchange.isReusable();
    }
}
