package ai.extracta.deletions.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What requests to one place have in common is made once. */
class RequestTemplatesTest {

    private final Headers headers = Headers.of("a", "1");
    private final AtomicInteger made = new AtomicInteger();
    private final RequestTemplates<String> templates = new RequestTemplates<>(request -> made.incrementAndGet() + " "
            + request.method() + " " + request.uri().getPath());

    @Test
    void aRequestToTheSamePlaceWithTheSameHeadersHasTheSameTemplate() {
        String first = templates.of(request("DELETE", "/a", headers));

        assertThat(templates.of(request("DELETE", "/a", headers))).isSameAs(first);
        assertThat(made).hasValue(1);
    }

    @Test
    void anotherMethodUriOrHeaderHasATemplateOfItsOwn() {
        templates.of(request("DELETE", "/a", headers));

        assertThat(templates.of(request("POST", "/a", headers))).isEqualTo("2 POST /a");
        assertThat(templates.of(request("DELETE", "/b", headers))).isEqualTo("3 DELETE /b");
        assertThat(templates.of(request("DELETE", "/a", Headers.of("a", "2")))).isEqualTo("4 DELETE /a");
    }

    @Test
    void newHeadersReplaceThoseBefore() {
        Headers changed = Headers.of("a", "2");
        templates.of(request("DELETE", "/a", headers));
        templates.of(request("DELETE", "/a", changed));

        assertThat(templates.of(request("DELETE", "/a", changed))).isEqualTo("2 DELETE /a");
    }

    @Test
    void ofManyPlacesOnlySomeAreKept() {
        for (int i = 0; i < 1000; i++) {
            templates.of(request("DELETE", "/" + i, headers));
        }

        assertThat(templates.of(request("DELETE", "/0", headers))).isEqualTo("1 DELETE /0");
        assertThat(templates.of(request("DELETE", "/999", headers))).isEqualTo("1001 DELETE /999");
    }

    private static TransportRequest request(String method, String path, Headers headers) {
        return new TransportRequest(method, URI.create("http://localhost" + path), headers, ByteBuffer.allocate(0));
    }
}
