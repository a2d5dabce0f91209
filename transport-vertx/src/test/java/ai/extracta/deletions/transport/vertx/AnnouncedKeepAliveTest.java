package ai.extracta.deletions.transport.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnouncedKeepAliveTest {

    private final MultiMap headers = MultiMap.caseInsensitiveMultiMap();

    @ParameterizedTest
    @CsvSource({
        "timeout=60, timeout=3",
        "timeout=5, timeout=3",
        "'Timeout = \"3\", max=9', timeout=2",
        "max=9, timeout=3"
    })
    void isShortenedByASecondAndToWhatIsAllowed(String announced, String shown) {
        headers.set("Keep-Alive", announced);

        AnnouncedKeepAlive keepAlive = AnnouncedKeepAlive.hide(headers, Duration.ofSeconds(3));

        assertThat(headers.get("keep-alive")).isEqualTo(shown);
        assertThat(headers.contains("connection")).isFalse();
        keepAlive.restore(headers);
        assertThat(headers.get("keep-alive")).isEqualTo(announced);
        assertThat(headers.contains("connection")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"timeout=1", "timeout=0"})
    void closesTheConnectionIfNoWholeSecondIsLeft(String announced) {
        headers.set("keep-alive", announced).set("connection", "keep-alive");

        AnnouncedKeepAlive keepAlive = AnnouncedKeepAlive.hide(headers, Duration.ofSeconds(3));

        assertThat(headers.get("connection")).isEqualTo("close");
        assertThat(headers.contains("keep-alive")).isFalse();
        keepAlive.restore(headers);
        assertThat(headers.get("connection")).isEqualTo("keep-alive");
        assertThat(headers.get("keep-alive")).isEqualTo(announced);
    }

    @Test
    void changesNothingIfNothingIsAnnounced() {
        headers.set("connection", "close");

        AnnouncedKeepAlive.hide(headers, Duration.ofSeconds(3)).restore(headers);

        assertThat(headers.entries()).hasSize(1);
        assertThat(headers.get("connection")).isEqualTo("close");
    }
}
