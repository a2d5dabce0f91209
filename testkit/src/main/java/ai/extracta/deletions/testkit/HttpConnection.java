package ai.extracta.deletions.testkit;

import ai.extracta.deletions.testkit.internal.Deadline;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The server's side of one connection: reads whole requests, sends any bytes, notices that the peer has disconnected.
 * All methods but {@link #close()} belong to the thread that serves the connection.
 */
final class HttpConnection implements Closeable {

    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final Socket socket;
    private final int number;
    private final ReadAheadInputStream input;
    private final CountDownLatch closed = new CountDownLatch(1);

    HttpConnection(Socket socket, int number) throws IOException {
        this.socket = socket;
        this.number = number;
        this.input = new ReadAheadInputStream(socket.getInputStream());
    }

    /** Waits for the next request and reads all of it; empty if the peer ended the connection instead. */
    Optional<ReceivedRequest> readRequest() throws IOException {
        Optional<RequestHead> head = RequestHead.read(input);
        return head.isPresent() ? Optional.of(readBody(head.get())) : Optional.empty();
    }

    private ReceivedRequest readBody(RequestHead head) throws IOException {
        BodyFraming framing = BodyFraming.of(head);
        boolean expectsContinue = !head.isHttp10() && head.hasListMember("expect", "100-continue");
        if (expectsContinue && framing.hasBody()) {
            write(CONTINUE);
        }
        return new ReceivedRequest(number, head, framing.read(input));
    }

    int number() {
        return number;
    }

    /** Waits until there is something to read, without reading it; false if the peer ended the connection instead. */
    boolean awaitInput() throws IOException {
        return input.available() > 0 || input.readAhead();
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /**
     * Waits as long as the peer is connected.
     *
     * @throws EOFException as soon as the peer has closed its side
     */
    void pause(Duration time) throws IOException {
        Deadline deadline = Deadline.in(time);
        for (int millis = deadline.remainingMillis(); millis > 0; millis = deadline.remainingMillis()) {
            readAhead(millis);
        }
    }

    /**
     * Waits until the peer sends something.
     *
     * @return false if it does not in time
     * @throws EOFException if it closes its side instead
     */
    boolean awaitInput(Duration timeout) throws IOException {
        return input.available() > 0 || readAhead((int) timeout.toMillis());
    }

    /**
     * Waits whether the peer is connected or not.
     *
     * @throws EOFException as soon as this side closes the connection
     */
    void sleep(Duration time) throws IOException {
        try {
            if (closed.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new EOFException("the connection was closed during a delayed deletion");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted during a delayed deletion");
        }
    }

    /** Reads more from the peer; false if nothing arrives in time. */
    private boolean readAhead(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            if (!input.readAhead()) {
                throw new EOFException("the peer ended the connection");
            }
            return true;
        } catch (SocketTimeoutException nothingArrived) {
            return false;
        } finally {
            socket.setSoTimeout(0);
        }
    }

    /**
     * Sends a last response to a peer that may still be sending. Closing immediately would make the kernel reset the
     * connection, and the peer could lose the response (RFC 9112 section 9.6).
     */
    void writeLast(byte[] bytes) throws IOException {
        write(bytes);
        endOutput();
        Deadline deadline = Deadline.in(LINGER);
        byte[] ignored = new byte[8 * 1024];
        for (int millis = deadline.remainingMillis(); millis > 0; millis = deadline.remainingMillis()) {
            socket.setSoTimeout(millis);
            if (input.read(ignored) < 0) {
                return;
            }
        }
    }

    /** Reads bytes without parsing them; -1 if the peer has closed its side. */
    int read(byte[] target) throws IOException {
        return input.read(target);
    }

    /** Reads the head of a request only. */
    Optional<RequestHead> readHead() throws IOException {
        return RequestHead.read(input);
    }

    /** Closes this side only. */
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends the connection with a reset instead of an orderly close. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** May be called by any thread; the thread that serves the connection gets an exception from what it is doing. */
    @Override
    public void close() throws IOException {
        closed.countDown();
        socket.close();
    }
}
