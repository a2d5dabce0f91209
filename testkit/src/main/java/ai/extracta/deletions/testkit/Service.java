package ai.extracta.deletions.testkit;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes the requests of one connection after the other and gives each the answer that is its turn. */
record Service(Inbox inbox, DeletionApi api, Consumer<Object> report) implements LoopbackServer.Handler {

    @Override
    public void serve(HttpConnection connection) throws IOException {
        try {
            int answered = 0;
            Optional<ReceivedRequest> request = next(connection, answered);
            while (request.isPresent() && answer(connection, request.get())) {
                answered++;
                request = next(connection, answered);
            }
        } catch (MalformedRequestException malformed) {
            report.accept("a malformed request -> " + malformed.status() + ": " + malformed.getMessage());
            Reply reply = Reply.error(malformed.status(), String.valueOf(malformed.getMessage()))
                    .with("connection", "close");
            connection.writeLast(reply.bytes(reply.bodyBytes().length));
        }
    }

    private Optional<ReceivedRequest> next(HttpConnection connection, int answered) throws IOException {
        if (!connection.awaitInput()) {
            return Optional.empty();
        }
        if (!inbox.cutsUnread(connection.number(), answered)) {
            return connection.readRequest();
        }
        connection.reset();
        report.accept("connection " + connection.number() + ": something -> reset unread");
        return Optional.empty();
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
