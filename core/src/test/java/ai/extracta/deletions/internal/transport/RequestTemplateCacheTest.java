package ai.extracta.deletions.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.TransportRequest;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The common part of requests to one target is created once. */
class RequestTemplateCacheTest {

    private final Headers headers = Headers.of("a", "1");
    private final AtomicInteger created = new AtomicInteger();
    private final RequestTemplateCache<String> cache = new RequestTemplateCache<>(request -> created.incrementAndGet()
            + " " + request.method() + " " + request.uri().getPath());

    @Test
    void aRequestWithTheSameTargetAndHeadersHasTheSameTemplate() {
        String first = cache.get(request("DELETE", "/a", headers));

        assertThat(cache.get(request("DELETE", "/a", headers))).isSameAs(first);
        assertThat(created).hasValue(1);
    }

    @Test
    void anotherMethodUriOrHeaderHasATemplateOfItsOwn() {
        cache.get(request("DELETE", "/a", headers));

        assertThat(cache.get(request("POST", "/a", headers))).isEqualTo("2 POST /a");
        assertThat(cache.get(request("DELETE", "/b", headers))).isEqualTo("3 DELETE /b");
        assertThat(cache.get(request("DELETE", "/a", Headers.of("a", "2")))).isEqualTo("4 DELETE /a");
    }

    @Test
    void newHeadersReplaceThoseBefore() {
        Headers changed = Headers.of("a", "2");
        cache.get(request("DELETE", "/a", headers));
        cache.get(request("DELETE", "/a", changed));

        assertThat(cache.get(request("DELETE", "/a", changed))).isEqualTo("2 DELETE /a");
    }

    @Test
    void theCacheIsBounded() {
        for (int i = 0; i < 1000; i++) {
            cache.get(request("DELETE", "/" + i, headers));
        }

        assertThat(cache.get(request("DELETE", "/0", headers))).isEqualTo("1 DELETE /0");
        assertThat(cache.get(request("DELETE", "/999", headers))).isEqualTo("1001 DELETE /999");
    }

    private static TransportRequest request(String method, String path, Headers headers) {
        return new TransportRequest(method, URI.create("http://localhost" + path), headers, ByteBuffer.allocate(0));
    }
}
