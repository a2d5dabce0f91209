package ai.extracta.deletions;

import static ai.extracta.deletions.FakeTransport.fails;
import static ai.extracta.deletions.FakeTransport.succeeds;
import static ai.extracta.deletions.Fixture.receipt;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportRequest;
import java.net.URI;
import java.time.Duration;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Headers that a listener adds to the requests of attempts. */
class ListenerHeadersTest {

    private final Fixture fixture = new Fixture();

    @Test
    void eachAttemptIsSentWithTheHeadersOfItsListener() {
        fixture.policy(RetryPolicy.includingUnknown()).transport.then(fails(Kind.CONNECTION_LOST, true), succeeds());
        listenerAdds((attempt, uri) -> Headers.of("traceparent", attempt + " " + uri.getPath()));

        fixture.call();
        fixture.pass(Duration.ofSeconds(1));

        assertThat(fixture.transport.requests)
                .extracting(request -> request.headers().first("traceparent").orElseThrow())
                .containsExactly(
                        "1 /v1/documentClassification/deleteBatch", "2 /v1/documentClassification/deleteBatch");
    }

    @Test
    void whatTheRequestHasOrTheTransportSetsIsNotReplaced() {
        listenerAdds((attempt, uri) -> Headers.of(
                "Authorization",
                "other",
                "Content-Length",
                "0",
                "Content-Encoding",
                "gzip",
                "Transfer-Encoding",
                "chunked",
                "b3",
                "1",
                "b3",
                "2"));

        TransportRequest sent = sent();

        assertThat(sent.headers().first("authorization")).contains("Bearer " + Fixture.KEY);
        assertThat(sent.headers().names()).doesNotContain("Content-Length", "Content-Encoding", "Transfer-Encoding");
        assertThat(sent.headers().all("b3")).containsExactly("1,2");
    }

    @Test
    void aHeaderThatCannotBeSentLeavesTheRequestAsItWas() {
        listenerAdds((attempt, uri) -> Headers.of("fine", "1", "split", "1\r\nhost: evil"));

        assertThat(sent().headers().names()).doesNotContain("fine", "split");
    }

    /** The instance is what a transport recognises its prepared request by. */
    @Test
    void withoutHeadersEveryRequestHasTheSameInstanceOfThem() {
        listenerAdds((attempt, uri) -> Headers.of());

        assertThat(sent().headers()).isSameAs(sent().headers());
    }

    private TransportRequest sent() {
        fixture.transport.then(succeeds());
        assertThat(receipt(fixture.call()).attempts()).isEqualTo(1);
        return fixture.transport.requests.get(fixture.transport.requests.size() - 1);
    }

    private void listenerAdds(BiFunction<Integer, URI, Headers> headers) {
        fixture.listener((request, context) -> new CallListener() {
            @Override
            public Headers attemptHeaders(int attempt, URI uri) {
                return headers.apply(attempt, uri);
            }
        });
    }
}
