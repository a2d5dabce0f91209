package ai.extracta.deletions.transport.support;

import ai.extracta.deletions.transport.HttpVersion;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import ai.extracta.deletions.transport.TransportSettings;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Function;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * One exchange. It decides races between sending and cancelling, and between a response and a failure: a cancel before
 * {@link #beginSending()} keeps the request from being written, and signals after the end are ignored. Thread-safe.
 *
 * @since 0.1.0
 */
public final class Exchange implements Subscription {

    private static final AtomicIntegerFieldUpdater<Exchange> PHASE =
            AtomicIntegerFieldUpdater.newUpdater(Exchange.class, "phase");

    private static final int NEW = 0;
    private static final int WAITING = 1;
    private static final int SENDING = 2;
    private static final int TERMINATED = 3;

    private static final int MIN_FINAL_STATUS = 200;
    private static final int MAX_LENGTH_DIGITS = 18;
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final ExchangeRegistry registry;
    private final Handler handler;
    private TransportRequest request;
    private CoreSubscriber<? super TransportResponse> actual;
    private volatile int phase = NEW;

    Exchange(
            ExchangeRegistry registry,
            TransportRequest request,
            CoreSubscriber<? super TransportResponse> actual,
            Function<Exchange, Handler> handlerFactory) {
        this.registry = registry;
        this.request = request;
        this.actual = actual;
        this.handler = handlerFactory.apply(this);
    }

    /**
     * Performs one exchange with an HTTP client.
     *
     * @since 0.1.0
     */
    public interface Handler {

        /** Starts acquiring a connection. Called at most once; what is thrown here fails the exchange. */
        void start();

        /**
         * Cancels the exchange, whose signals are ignored from now on. Called at most once, on any thread: also while
         * {@link #start()} still runs, and instead of it when the transport is closed at that moment. It must not
         * affect the connection's next exchange: close a connection on its own thread, and not after its response was
         * read.
         *
         * @param sending true if the request may have been written: drop the connection; false: cancel the pending
         * acquire
         */
        void cancel(boolean sending);
    }

    /** {@return the request to send} */
    public TransportRequest request() {
        return request;
    }

    /** {@return the Reactor context of the subscriber} */
    public Context context() {
        return actual.currentContext();
    }

    /**
     * Requests permission to write. Call it once the connection is acquired, right before the first byte.
     *
     * @return false if the exchange was cancelled in the meantime: write nothing and return the connection to the
     * pool
     */
    public boolean beginSending() {
        if (phase != WAITING || registry.isClosed()) {
            return false;
        }
        request.listener().sending();
        return PHASE.compareAndSet(this, WAITING, SENDING);
    }

    /**
     * Same as {@link #beginSending()}, and reports which version of HTTP the connection speaks.
     *
     * @param version the version
     * @return false if the exchange was cancelled in the meantime
     */
    public boolean beginSending(HttpVersion version) {
        if (phase != WAITING || registry.isClosed()) {
            return false;
        }
        request.listener().sending(version);
        return PHASE.compareAndSet(this, WAITING, SENDING);
    }

    /** {@return whether the exchange is in flight and may have been written, as from {@link #beginSending()} on} */
    public boolean isSending() {
        return phase == SENDING;
    }

    /**
     * Checks the head of a response before its body is read.
     *
     * @param status the status; an interim (1xx) response is rejected, because the final one would be taken for the
     * response to the connection's next request
     * @param contentLength the value of {@code content-length}, empty if there is none
     * @return the failure after which the connection must be dropped without reading on, or empty if the body may
     * be read
     */
    public Optional<TransportException> checkHead(int status, String contentLength) {
        if (status < MIN_FINAL_STATUS) {
            return Optional.of(new TransportException(
                    Kind.PROTOCOL, isSending(), "the response is only an interim (1xx) response: " + status));
        }
        return isLongerThanAllowed(contentLength) ? Optional.of(responseTooLarge()) : Optional.empty();
    }

    private boolean isLongerThanAllowed(String contentLength) {
        int end = contentLength.length();
        int start = 0;
        while (start < end && contentLength.charAt(start) == '0') {
            start++;
        }
        return end - start > MAX_LENGTH_DIGITS
                || (start < end && Long.parseLong(contentLength, start, end, 10) > registry.maxResponseBytes());
    }

    /**
     * {@return the failure for a body larger than {@link TransportSettings#maxResponseBytes()}, after which the
     * connection must be closed without reading on}
     */
    public TransportException responseTooLarge() {
        return new TransportException(
                Kind.RESPONSE_TOO_LARGE,
                isSending(),
                "the response is larger than " + registry.maxResponseBytes() + " bytes; see maxResponseBytes");
    }

    /**
     * Completes the exchange with a response, unless it has ended already.
     *
     * @param response the complete response
     */
    public void succeed(TransportResponse response) {
        CoreSubscriber<? super TransportResponse> subscriber = actual; // before another thread can forget it
        if (terminate() != TERMINATED) {
            subscriber.onNext(response);
            subscriber.onComplete();
        }
    }

    /**
     * Fails the exchange, unless it has ended already. While the transport is being closed, the kind is
     * {@link Kind#CLOSED}, since the failure is a consequence of that.
     *
     * @param failure what went wrong
     */
    public void fail(TransportException failure) {
        CoreSubscriber<? super TransportResponse> subscriber = actual; // before another thread can forget it
        if (terminate() != TERMINATED) {
            subscriber.onError(registry.isClosed() ? closed(failure.maybeSent()) : failure);
        }
    }

    /**
     * Fails the exchange and drops its connection, unless it has ended already. For what a handler's own code throws,
     * any {@link Error} included, where the HTTP client would not see it.
     *
     * @param failure what was thrown
     */
    public void abort(Throwable failure) {
        abort(maybeSent -> TransportException.of(failure, maybeSent));
    }

    /**
     * Lets go of the caller once the exchange has ended; does nothing before. For an HTTP client that keeps its last
     * exchange for as long as the connection is open.
     */
    public void forgetCaller() {
        if (phase == TERMINATED) {
            release(SENDING);
        }
    }

    /** Starts the exchange on first demand. Called by the subscriber. */
    @Override
    public void request(long n) {
        if (Operators.validate(n) && PHASE.compareAndSet(this, NEW, WAITING)) {
            try {
                start();
            } catch (Throwable e) {
                abort(e);
            }
        }
    }

    /** Cancels the exchange. Called by the subscriber. */
    @Override
    public void cancel() {
        int previous = terminate();
        if (previous == WAITING || previous == SENDING) {
            release(previous);
            cancelHandler(previous == SENDING);
        }
    }

    /** What a handler throws must not reach whoever cancels, nor keep others from ending when all are closed. */
    private void cancelHandler(boolean sending) {
        try {
            handler.cancel(sending);
        } catch (Throwable e) {
            Operators.onErrorDropped(e, Context.empty());
        }
    }

    void failClosed() {
        abort(Exchange::closed);
    }

    private static TransportException closed(boolean maybeSent) {
        return new TransportException(Kind.CLOSED, maybeSent, "the transport was closed");
    }

    private void abort(Function<Boolean, TransportException> failure) {
        CoreSubscriber<? super TransportResponse> subscriber = actual; // before another thread can forget it
        int previous = terminate();
        if (previous != TERMINATED) {
            release(previous);
            cancelHandler(previous == SENDING);
            subscriber.onError(failure.apply(previous == SENDING));
        }
    }

    /**
     * An HTTP client may keep the exchange until a connection that was being opened is used; its caller must not be.
     * The body stays if it may be being written: a deletion without its ids must never be sent.
     */
    private void release(int previous) {
        actual = Operators.emptySubscriber();
        ByteBuffer body = previous == SENDING ? request.body() : EMPTY;
        request = new TransportRequest(request.method(), request.uri(), request.headers(), body);
    }

    private void start() {
        request.listener().pending();
        boolean accepted = registry.add(this);
        if (phase == TERMINATED) {
            registry.remove(this); // cancelled before it was added
        }
        if (!accepted) {
            failClosed();
        } else if (registry.isCleartextThroughProxy(request)) {
            fail(new TransportException(
                    Kind.PROXY, false, "a request without TLS would be readable by the proxy; use https, or no proxy"));
        } else {
            handler.start();
        }
    }

    private int terminate() {
        int previous = PHASE.getAndSet(this, TERMINATED);
        if (previous == WAITING || previous == SENDING) {
            registry.remove(this);
        }
        return previous;
    }
}
