package ai.extracta.deletions.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TransportResponseTest {

    private final ByteBuffer given = StandardCharsets.UTF_8.encode("{\"status\":\"success\"}");
    private final TransportResponse response = new TransportResponse(200, Headers.of("x-key", "secret"), given);

    @Test
    void eachViewOfTheBodyIsReadFromItsBeginning() {
        response.body().get();
        given.get();

        assertThat(StandardCharsets.UTF_8.decode(response.body()).toString()).isEqualTo("{\"status\":\"success\"}");
    }

    @Test
    void theBodyCannotBeChangedThroughAView() {
        assertThat(response.body().isReadOnly()).isTrue();
    }

    @Test
    void textShowsNeitherHeaderValuesNorTheBody() {
        assertThat(response).hasToString("TransportResponse[200, headers=[x-key], body=20 bytes]");
    }

    @Test
    void aMissingPartIsRefused() {
        assertThatNullPointerException()
                .isThrownBy(() -> new TransportResponse(200, null, given))
                .withMessage("headers");
        assertThatNullPointerException().isThrownBy(() -> new TransportResponse(200, Headers.of(), null));
    }
}
