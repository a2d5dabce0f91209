package ai.extracta.deletions.samples.webflux;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;
import static org.springframework.http.MediaType.APPLICATION_NDJSON_VALUE;
import static org.springframework.http.MediaType.TEXT_EVENT_STREAM_VALUE;

import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.UUID;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/** Takes rows, and streams what becomes of them: as lines of JSON, or as server-sent events if the client asks. */
@RestController
final class ErasureController {

    private final Erasures erasures;

    ErasureController(Erasures erasures) {
        this.erasures = erasures;
    }

    @PostMapping(
            path = "/erasures",
            consumes = {APPLICATION_NDJSON_VALUE, APPLICATION_JSON_VALUE},
            produces = {APPLICATION_NDJSON_VALUE, TEXT_EVENT_STREAM_VALUE})
    Mono<Void> erase(
            @RequestHeader("Content-Type") MediaType type, ServerHttpRequest request, ServerHttpResponse response) {
        return erasures.accept(request.getBody(), MediaType.APPLICATION_JSON.isCompatibleWith(type))
                .flatMap(erasure -> {
                    response.setStatusCode(HttpStatus.CREATED);
                    response.getHeaders().setLocation(URI.create("/erasures/" + erasure.id() + "/events"));
                    return write(erasure.eventsAfter(0), request, response);
                });
    }

    @GetMapping(
            path = "/erasures/{id}/events",
            produces = {APPLICATION_NDJSON_VALUE, TEXT_EVENT_STREAM_VALUE})
    Mono<Void> follow(
            @PathVariable("id") UUID id,
            @RequestHeader(name = "Last-Event-ID", defaultValue = "0") long lastEventId,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        return write(erasures.eventsAfter(id, lastEventId), request, response);
    }

    /** Flushes each event, instead of leaving to the server when. */
    static Mono<Void> write(Flux<EventLog.Entry> events, ServerHttpRequest request, ServerHttpResponse response) {
        boolean serverSent =
                request.getHeaders().getAccept().stream().anyMatch(MediaType.TEXT_EVENT_STREAM::equalsTypeAndSubtype);
        Flux<String> text = serverSent ? ServerSentEvents.of(events) : events.map(event -> event.json() + "\n");
        response.getHeaders().setContentType(serverSent ? MediaType.TEXT_EVENT_STREAM : MediaType.APPLICATION_NDJSON);
        response.getHeaders().setCacheControl(CacheControl.noStore());
        return response.writeAndFlushWith(text.map(part -> Mono.just(buffer(part, response))));
    }

    private static DataBuffer buffer(String text, ServerHttpResponse response) {
        return response.bufferFactory().wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @ExceptionHandler
    ProblemDetail invalidJson(JacksonException e) {
        return invalidBody("The body is not JSON: " + e.getOriginalMessage() + " (line "
                + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr() + ")");
    }

    @ExceptionHandler
    ProblemDetail invalidText(CharacterCodingException e) {
        return invalidBody("The body is not UTF-8");
    }

    @ExceptionHandler
    ProblemDetail invalid(IllegalArgumentException e) {
        return invalidBody(String.valueOf(e.getMessage()));
    }

    private static ProblemDetail invalidBody(String problem) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, problem + ". Nothing was deleted.");
    }

    @ExceptionHandler
    ProblemDetail unknown(NoSuchFileException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, "There is no such erasure.");
    }
}
