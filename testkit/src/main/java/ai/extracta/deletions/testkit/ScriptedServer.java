package ai.extracta.deletions.testkit;

import ai.extracta.deletions.testkit.internal.LoopbackServer;
import ai.extracta.deletions.testkit.internal.Monitor;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ServerSocketFactory;

/** A server on 127.0.0.1 that runs a script on each connection and records what its peers did. */
final class ScriptedServer implements Closeable {

    /** What happens on one connection; it is closed when this returns. */
    interface Script {

        void run(Connection connection) throws IOException;
    }

    private static final Duration FOREVER = Duration.ofDays(365);

    private final Monitor monitor = new Monitor();
    private final String scheme;
    private final LoopbackServer<HttpConnection> server;
    private final List<ReceivedRequest> requests = new ArrayList<>();
    private final List<Long> disconnects = new ArrayList<>();
    private int released;

    private ScriptedServer(String scheme, ServerSocketFactory sockets, Script script) {
        this.scheme = scheme;
        this.server = LoopbackServer.start(
                LoopbackServer.listen(0, sockets),
                "scripted-server",
                HttpConnection::new,
                connection -> script.run(new Connection(connection)));
    }

    static ScriptedServer start(Script script) {
        return new ScriptedServer("http", ServerSocketFactory.getDefault(), script);
    }

    static ScriptedServer startTls(ServerSocketFactory sockets, Script script) {
        return new ScriptedServer("https", sockets, script);
    }

    /** Answers every request with the same bytes. */
    static Script answering(String response) {
        return connection -> {
            while (true) {
                connection.read();
                connection.write(response);
            }
        };
    }

    URI uri() {
        return uri("/deletions");
    }

    URI uri(String pathAndQuery) {
        return URI.create(scheme + "://127.0.0.1:" + port() + pathAndQuery);
    }

    int port() {
        return server.port();
    }

    /** Every complete request so far, in the order they arrived. */
    List<ReceivedRequest> requests() {
        return monitor.locked(() -> List.copyOf(requests));
    }

    List<ReceivedRequest> awaitRequests(int count) {
        return monitor.await(
                () -> requests.size() >= count,
                ContractContext.TIMEOUT,
                () -> List.copyOf(requests),
                () -> "expected " + count + " requests, there are " + requests.size());
    }

    /** How many connections were accepted so far. */
    int connections() {
        return server.accepted();
    }

    void awaitConnections(int count) {
        server.awaitAccepted(count, ContractContext.TIMEOUT);
    }

    void awaitOpen(int count) {
        server.awaitOpen(count, ContractContext.TIMEOUT);
    }

    /** Waits until this many peers have disconnected; returns when, as {@link System#nanoTime()}. */
    List<Long> awaitDisconnects(int count) {
        return monitor.await(
                () -> disconnects.size() >= count,
                ContractContext.TIMEOUT,
                () -> List.copyOf(disconnects),
                () -> "expected " + count + " peers to disconnect, " + disconnects.size() + " did");
    }

    /** Releases one script from {@link Connection#awaitRelease()}. */
    void release() {
        monitor.locked(() -> released++);
    }

    @Override
    public void close() {
        server.close();
    }

    /** The server's side of one connection. */
    final class Connection implements AutoCloseable {

        private final HttpConnection connection;

        Connection(HttpConnection connection) {
            this.connection = connection;
        }

        /** Counted from 1 in the order in which connections were accepted. */
        int number() {
            return connection.number();
        }

        /** Reads and records one request; ends the script if the peer disconnects instead. */
        ReceivedRequest read() throws IOException {
            Optional<ReceivedRequest> request = recordingDisconnect(connection::readRequest);
            return request.map(this::recordRequest)
                    .orElseThrow(() -> recordDisconnect(new EOFException("the peer disconnected")));
        }

        /** Reads a request if one begins in time; ends the script if the peer disconnects. */
        boolean readWithin(Duration timeout) throws IOException {
            boolean readable = recordingDisconnect(() -> connection.awaitInput(timeout));
            if (readable) {
                read();
            }
            return readable;
        }

        /** Reads no further than the empty line before the body. */
        RequestHead readHead() throws IOException {
            return recordingDisconnect(connection::readHead)
                    .orElseThrow(() -> recordDisconnect(new EOFException("the peer disconnected")));
        }

        /** Reads some bytes, whatever they are. */
        int read(byte[] target) throws IOException {
            return recordingDisconnect(() -> connection.read(target));
        }

        void write(String bytes) throws IOException {
            write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        }

        void write(byte[] bytes) throws IOException {
            recordingDisconnect(() -> {
                connection.write(bytes);
                return bytes.length;
            });
        }

        /** Waits until the peer disconnects, which ends the script. */
        void hold() throws IOException {
            pause(FOREVER);
        }

        /** Waits; ends the script if the peer disconnects meanwhile. */
        void pause(Duration time) throws IOException {
            recordingDisconnect(() -> {
                connection.pause(time);
                return time;
            });
        }

        /** Waits for {@link ScriptedServer#release()}; ends the script if it does not come. */
        void awaitRelease() throws IOException {
            try {
                monitor.await(
                        () -> released > 0,
                        ContractContext.TIMEOUT,
                        () -> released--,
                        () -> "the script was not released");
            } catch (IllegalStateException notReleased) {
                throw new IOException(notReleased);
            }
        }

        /** Closes the sending side only. */
        void endOutput() throws IOException {
            connection.endOutput();
        }

        void reset() throws IOException {
            connection.reset();
        }

        /** May be called by any thread. */
        @Override
        public void close() throws IOException {
            connection.close();
        }

        private ReceivedRequest recordRequest(ReceivedRequest request) {
            monitor.locked(() -> requests.add(request));
            return request;
        }

        private <T> T recordingDisconnect(Action<T> action) throws IOException {
            try {
                return action.run();
            } catch (EOFException | SocketException e) {
                throw recordDisconnect(e);
            }
        }

        private <E extends IOException> E recordDisconnect(E cause) {
            monitor.locked(() -> disconnects.add(System.nanoTime()));
            return cause;
        }
    }

    private interface Action<T> {

        T run() throws IOException;
    }
}
