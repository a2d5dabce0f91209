package ai.extracta.deletions.audit;

import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A transport that is wrong on purpose, as a bug in the SDK would be. */
enum LyingTransport implements UnaryOperator<HttpTransport> {
    CLAIMS_THAT_NOTHING_WAS_SENT,
    RESENDS_IN_SECRET,
    TAKES_A_TIMEOUT_FOR_A_REFUSAL,
    TAKES_AN_ERROR_FOR_A_REFUSAL,
    TAKES_AN_ERROR_FOR_SUCCESS,
    SENDS_WHAT_WAS_CANCELLED,
    DELETES_THE_WHOLE_CLASSIFICATION,
    LOOKS_BEFORE_IT_DELETES,
    UNDERSTANDS_NOTHING;

    private static final String SUCCESS = "{\"status\":\"success\",\"message\":\"Deleted\"}";
    private static final Duration TIMEOUT = Duration.ofMillis(300);
    private static final int MILLIS_BEFORE_SENDING = 20;

    @Override
    public HttpTransport apply(HttpTransport delegate) {
        return new HttpTransport() {
            @Override
            public Mono<TransportResponse> exchange(TransportRequest request) {
                return falsify(delegate, request);
            }

            @Override
            public Mono<Void> closeLater() {
                return delegate.closeLater();
            }
        };
    }

    private Mono<TransportResponse> falsify(HttpTransport delegate, TransportRequest request) {
        Mono<TransportResponse> honestExchange = delegate.exchange(request);
        return switch (this) {
            case CLAIMS_THAT_NOTHING_WAS_SENT ->
                honestExchange.onErrorMap(
                        TransportException.class,
                        failure -> new TransportException(failure.kind(), false, "nothing was sent", failure));
            case RESENDS_IN_SECRET -> honestExchange.retry(1);
            case TAKES_A_TIMEOUT_FOR_A_REFUSAL -> honestExchange.timeout(TIMEOUT, Mono.just(response(404, "{}")));
            case TAKES_AN_ERROR_FOR_A_REFUSAL ->
                honestExchange.map(response -> response.status() < 500 ? response : response(404, "{}"));
            case TAKES_AN_ERROR_FOR_SUCCESS ->
                honestExchange.map(response -> response.status() < 500 ? response : response(200, SUCCESS));
            case SENDS_WHAT_WAS_CANCELLED -> unstoppable(honestExchange, request);
            case DELETES_THE_WHOLE_CLASSIFICATION -> delegate.exchange(widen(request));
            case LOOKS_BEFORE_IT_DELETES -> delegate.exchange(toLookup(request)).then(honestExchange);
            case UNDERSTANDS_NOTHING -> honestExchange.map(response -> response(202, ""));
        };
    }

    private static TransportResponse response(int status, String body) {
        return new TransportResponse(status, Headers.of(), bytes(body));
    }

    private static Mono<TransportResponse> unstoppable(Mono<TransportResponse> exchange, TransportRequest request) {
        return Mono.create(sink -> {
            request.listener().pending();
            Disposable ignored = Schedulers.parallel()
                    .schedule(
                            () -> exchange.subscribe(sink::success, sink::error),
                            MILLIS_BEFORE_SENDING,
                            TimeUnit.MILLISECONDS);
        });
    }

    private static TransportRequest widen(TransportRequest request) {
        String body = StandardCharsets.UTF_8.decode(request.body()).toString();
        String uri = request.uri().toString().replaceFirst("delete\\w+$", "deleteClassification");
        return new TransportRequest(
                request.method(),
                URI.create(uri),
                request.headers(),
                bytes(body.replaceFirst(",.*", "}").replaceFirst("}}$", "}")),
                request.listener());
    }

    private static TransportRequest toLookup(TransportRequest request) {
        return new TransportRequest("GET", request.uri(), request.headers(), bytes(""), request.listener());
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
