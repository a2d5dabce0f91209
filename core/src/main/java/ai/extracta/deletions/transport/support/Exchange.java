package ai.extracta.deletions.transport.support;

import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import ai.extracta.deletions.transport.TransportSettings;
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
    private static final int MAX_LENGTH_DIGITS = 9;

    private final ExchangeRegistry registry;
    private final TransportRequest request;
    private final CoreSubscriber<? super TransportResponse> actual;
    private final Handler handler;
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

        /** Starts acquiring a connection. Called at most once; an exception thrown here fails the exchange. */
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
        boolean tooLarge = contentLength.length() > MAX_LENGTH_DIGITS
                || (!contentLength.isEmpty() && Long.parseLong(contentLength) > registry.maxResponseBytes());
        return tooLarge ? Optional.of(responseTooLarge()) : Optional.empty();
    }

    /**
     * {@return the failure for a body larger than {@link TransportSettings#maxResponseBytes()}, after which the
     * connection must be closed without reading on}
     */
    public TransportException responseTooLarge() {
        return new TransportException(
                Kind.RESPONSE_TOO_LARGE,
                isSending(),
                "the answer is larger than " + registry.maxResponseBytes() + " bytes; see maxResponseBytes");
    }

    /**
     * Completes the exchange with a response, unless it has ended already.
     *
     * @param response the complete response
     */
    public void succeed(TransportResponse response) {
        if (terminate() != TERMINATED) {
            actual.onNext(response);
            actual.onComplete();
        }
    }

    /**
     * Fails the exchange, unless it has ended already.
     *
     * @param failure what went wrong
     */
    public void fail(TransportException failure) {
        if (terminate() != TERMINATED) {
            actual.onError(failure);
        }
    }

    /** Starts the exchange on first demand. Called by the subscriber. */
    @Override
    public void request(long n) {
        if (Operators.validate(n) && PHASE.compareAndSet(this, NEW, WAITING)) {
            request.listener().pending();
            boolean accepted = registry.add(this);
            if (phase == TERMINATED) {
                registry.remove(this); // cancelled before it was added
            }
            if (accepted) {
                start();
            } else {
                failClosed();
            }
        }
    }

    /** Cancels the exchange. Called by the subscriber. */
    @Override
    public void cancel() {
        int previous = terminate();
        if (previous == WAITING || previous == SENDING) {
            handler.cancel(previous == SENDING);
        }
    }

    void failClosed() {
        int previous = terminate();
        if (previous != TERMINATED) {
            handler.cancel(previous == SENDING);
            actual.onError(new TransportException(Kind.CLOSED, previous == SENDING, "the transport was closed"));
        }
    }

    private void start() {
        if (registry.isCleartextThroughProxy(request)) {
            fail(new TransportException(
                    Kind.PROXY, false, "a request without TLS would be readable by the proxy; use https, or no proxy"));
            return;
        }
        try {
            handler.start();
        } catch (RuntimeException | LinkageError e) {
            fail(TransportException.of(e, isSending()));
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
