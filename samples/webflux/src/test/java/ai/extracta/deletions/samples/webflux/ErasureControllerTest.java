package ai.extracta.deletions.samples.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class ErasureControllerTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** Netty flushes whenever it has nothing more to write, so that no test of the service can see this. */
    @ParameterizedTest
    @CsvSource({"application/x-ndjson, 2", "text/event-stream, 3"})
    void eachEventIsFlushedOnItsOwn(String type, int flushes) {
        FlushRecorder response = new FlushRecorder();

        StepVerifier.create(ErasureController.write(
                        Flux.just(new EventLog.Entry(7, "{\"first\":1}"), new EventLog.Entry(14, "{\"second\":2}")),
                        MockServerHttpRequest.get("/")
                                .accept(MediaType.valueOf(type))
                                .build(),
                        response))
                .expectComplete()
                .verify(LIMIT);

        assertThat(response.flushed).hasSize(flushes);
        assertThat(response.flushed.get(flushes - 2)).contains("first").doesNotContain("second");
        assertThat(response.flushed.get(flushes - 1)).contains("second").doesNotContain("first");
    }

    private static final class FlushRecorder extends ServerHttpResponseDecorator {

        private final List<String> flushed = new ArrayList<>();

        FlushRecorder() {
            super(new MockServerHttpResponse());
        }

        @Override
        public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
            return Flux.from(body)
                    .concatMap(part -> Flux.from(part)
                            .map(buffer -> buffer.toString(StandardCharsets.UTF_8))
                            .reduce("", String::concat))
                    .doOnNext(flushed::add)
                    .then();
        }
    }
}
