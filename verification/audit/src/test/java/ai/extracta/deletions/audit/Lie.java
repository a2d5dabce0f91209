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
enum Lie implements UnaryOperator<HttpTransport> {
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
    private static final Duration IMPATIENCE = Duration.ofMillis(300);
    private static final int MILLIS_BEFORE_SENDING = 20;

    @Override
    public HttpTransport apply(HttpTransport honest) {
        return new HttpTransport() {
            @Override
            public Mono<TransportResponse> exchange(TransportRequest request) {
                return tell(honest, request);
            }

            @Override
            public Mono<Void> closeLater() {
                return honest.closeLater();
            }
        };
    }

    private Mono<TransportResponse> tell(HttpTransport honest, TransportRequest request) {
        Mono<TransportResponse> truth = honest.exchange(request);
        return switch (this) {
            case CLAIMS_THAT_NOTHING_WAS_SENT ->
                truth.onErrorMap(
                        TransportException.class,
                        failure -> new TransportException(failure.kind(), false, "nothing was sent", failure));
            case RESENDS_IN_SECRET -> truth.retry(1);
            case TAKES_A_TIMEOUT_FOR_A_REFUSAL -> truth.timeout(IMPATIENCE, Mono.just(answer(404, "{}")));
            case TAKES_AN_ERROR_FOR_A_REFUSAL ->
                truth.map(answer -> answer.status() < 500 ? answer : answer(404, "{}"));
            case TAKES_AN_ERROR_FOR_SUCCESS ->
                truth.map(answer -> answer.status() < 500 ? answer : answer(200, SUCCESS));
            case SENDS_WHAT_WAS_CANCELLED -> unstoppable(truth, request);
            case DELETES_THE_WHOLE_CLASSIFICATION -> honest.exchange(widened(request));
            case LOOKS_BEFORE_IT_DELETES -> honest.exchange(look(request)).then(truth);
            case UNDERSTANDS_NOTHING -> truth.map(answer -> answer(202, ""));
        };
    }

    private static TransportResponse answer(int status, String body) {
        return new TransportResponse(status, Headers.of(), bytes(body));
    }

    private static Mono<TransportResponse> unstoppable(Mono<TransportResponse> exchange, TransportRequest request) {
        return Mono.create(sink -> {
            request.listener().withheld();
            Disposable ignored = Schedulers.parallel()
                    .schedule(
                            () -> exchange.subscribe(sink::success, sink::error),
                            MILLIS_BEFORE_SENDING,
                            TimeUnit.MILLISECONDS);
        });
    }

    private static TransportRequest widened(TransportRequest request) {
        String body = StandardCharsets.UTF_8.decode(request.body()).toString();
        String uri = request.uri().toString().replaceFirst("delete\\w+$", "deleteClassification");
        return new TransportRequest(
                request.method(),
                URI.create(uri),
                request.headers(),
                bytes(body.replaceFirst(",.*", "}").replaceFirst("}}$", "}")),
                request.listener());
    }

    private static TransportRequest look(TransportRequest request) {
        return new TransportRequest("GET", request.uri(), request.headers(), bytes(""), request.listener());
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
