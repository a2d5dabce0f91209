package ai.extracta.deletions.testkit;

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

/** A server on 127.0.0.1 that does on each connection just what a script says, and remembers what its peers did. */
final class ScriptedServer implements Closeable {

    /** What happens on one connection; it is closed when this returns. */
    interface Script {

        void play(Actor actor) throws IOException;
    }

    private static final Duration FOREVER = Duration.ofDays(365);

    private final Monitor monitor = new Monitor();
    private final String scheme;
    private final LoopbackServer server;
    private final List<ReceivedRequest> requests = new ArrayList<>();
    private final List<Long> departures = new ArrayList<>();
    private int released;

    private ScriptedServer(String scheme, ServerSocketFactory sockets, Script script) {
        this.scheme = scheme;
        this.server =
                LoopbackServer.start(0, sockets, "scripted-server", connection -> script.play(new Actor(connection)));
    }

    static ScriptedServer start(Script script) {
        return new ScriptedServer("http", ServerSocketFactory.getDefault(), script);
    }

    static ScriptedServer startTls(ServerSocketFactory sockets, Script script) {
        return new ScriptedServer("https", sockets, script);
    }

    /** Answers every request with the same bytes. */
    static Script answering(String answer) {
        return actor -> {
            while (true) {
                actor.read();
                actor.write(answer);
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
                Trial.LIMIT,
                () -> List.copyOf(requests),
                () -> "expected " + count + " requests, there are " + requests.size());
    }

    /** How many connections were accepted so far. */
    int connections() {
        return server.accepted();
    }

    void awaitConnections(int count) {
        server.awaitAccepted(count, Trial.LIMIT);
    }

    void awaitOpen(int count) {
        server.awaitOpen(count, Trial.LIMIT);
    }

    /** When, on {@link System#nanoTime()}, peers ended their connections; waits until so many did. */
    List<Long> awaitDepartures(int count) {
        return monitor.await(
                () -> departures.size() >= count,
                Trial.LIMIT,
                () -> List.copyOf(departures),
                () -> "expected " + count + " peers to leave, " + departures.size() + " did");
    }

    /** Lets one who waits in {@link Actor#awaitRelease()} go on. */
    void release() {
        monitor.locked(() -> released++);
    }

    @Override
    public void close() {
        server.close();
    }

    /** The server's side of one connection. */
    final class Actor implements AutoCloseable {

        private final HttpConnection connection;

        Actor(HttpConnection connection) {
            this.connection = connection;
        }

        /** Counted from 1 in the order in which connections were accepted. */
        int number() {
            return connection.number();
        }

        /** Reads one request and remembers it; ends the script when the peer leaves instead. */
        ReceivedRequest read() throws IOException {
            Optional<ReceivedRequest> request = departing(connection::readRequest);
            return request.map(this::remember).orElseThrow(() -> departed(new EOFException("the peer has left")));
        }

        /** Reads a request unless none begins in time; ends the script when the peer leaves. */
        boolean readWithin(Duration patience) throws IOException {
            boolean begun = departing(() -> connection.awaitInput(patience));
            if (begun) {
                read();
            }
            return begun;
        }

        /** Reads no further than the empty line before the body. */
        RequestHead readHead() throws IOException {
            return departing(connection::readHead).orElseThrow(() -> departed(new EOFException("the peer has left")));
        }

        /** Reads some bytes, whatever they are. */
        int read(byte[] target) throws IOException {
            return departing(() -> connection.read(target));
        }

        void write(String bytes) throws IOException {
            write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        }

        void write(byte[] bytes) throws IOException {
            departing(() -> {
                connection.write(bytes);
                return bytes.length;
            });
        }

        /** Waits until the peer leaves, which ends the script. */
        void hold() throws IOException {
            pause(FOREVER);
        }

        /** Waits, unless the peer leaves meanwhile, which ends the script. */
        void pause(Duration time) throws IOException {
            departing(() -> {
                connection.pause(time);
                return time;
            });
        }

        /** Waits for {@link ScriptedServer#release()}; ends the script if it does not come. */
        void awaitRelease() throws IOException {
            try {
                monitor.await(() -> released > 0, Trial.LIMIT, () -> released--, () -> "nobody released the script");
            } catch (IllegalStateException tooLate) {
                throw new IOException(tooLate);
            }
        }

        /** Says that no more will come, but still listens. */
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

        private ReceivedRequest remember(ReceivedRequest request) {
            monitor.locked(() -> requests.add(request));
            return request;
        }

        private <T> T departing(Action<T> action) throws IOException {
            try {
                return action.run();
            } catch (EOFException | SocketException e) {
                throw departed(e);
            }
        }

        private <E extends IOException> E departed(E sign) {
            monitor.locked(() -> departures.add(System.nanoTime()));
            return sign;
        }
    }

    private interface Action<T> {

        T run() throws IOException;
    }
}
