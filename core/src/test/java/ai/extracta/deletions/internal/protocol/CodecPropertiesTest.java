package ai.extracta.deletions.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.TransportResponse;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CodecPropertiesTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final BearerToken TOKEN = new BearerToken("k3y-0123456789");

    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"",
            "\\",
            " ",
            "\n",
            "\f",
            "\u0000",
            "5",
            "true",
            "null",
            "\ufeff",
            "{}",
            "\"status\"",
            "\"message\"",
            "\"success\"",
            "\"error\"",
            "\"other\"",
            "\"\"",
            "\"a\\nb\"",
            "\"\u00e9\"",
            "\"status\":\"success\"",
            "\"message\":\"gone\"",
            "\"status\":\"error\"");

    private final ResponseReader reader = new ResponseReader();

    @Property(tries = 20_000)
    void aResponseIsReadTheSameWhateverWasReadBefore(@ForAll("bodies") String body) {
        ResponseBody expected = DeletionCodec.decode(StandardCharsets.UTF_8.encode(body), StandardCharsets.UTF_8);

        for (ApiResponse response : List.of(read(body), read(body))) {
            assertThat(response.confirmsDeletion()).isEqualTo(expected.isReadable() && expected.claimsSuccess());
            assertThat(response.message()).isEqualTo(expected.message());
            assertThat(response.problem()).isEqualTo(expected.problem());
        }
    }

    private ApiResponse read(String body) {
        return reader.read(new TransportResponse(200, Headers.of(), StandardCharsets.UTF_8.encode(body)), TOKEN);
    }

    @Example
    void theSameBytesInAnotherCharsetAreReadAnew() {
        byte[] body = "{\"status\":\"success\",\"message\":\"supprim\u00e9\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(read(body, "utf-8").message()).isEqualTo("supprim\u00e9");
        assertThat(read(body, "iso-8859-1").message()).isEqualTo("supprim\u00c3\u00a9");
        assertThat(read(body, "utf-8").message()).isEqualTo("supprim\u00e9");
    }

    @Example
    void aBodyThatIsOverwrittenAfterwardsIsReadAnew() {
        byte[] body = "{\"status\":\"success\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(read(body, "utf-8").confirmsDeletion()).isTrue();

        System.arraycopy("{\"status\":\"failure\"}".getBytes(StandardCharsets.UTF_8), 0, body, 0, body.length);

        assertThat(read(body, "utf-8").confirmsDeletion()).isFalse();
    }

    private ApiResponse read(byte[] body, String charset) {
        Headers headers = Headers.of("content-type", "application/json; charset=" + charset);
        return reader.read(new TransportResponse(200, headers, ByteBuffer.wrap(body)), TOKEN);
    }

    @Property(tries = 5_000)
    void aRequestHasTheDocumentedMembersAndNoOther(@ForAll("requests") DeletionRequest request) throws IOException {
        byte[] body = new byte[DeletionCodec.encode(request).remaining()];
        DeletionCodec.encode(request).get(body);

        assertThat(JSON.readTree(body)).isEqualTo(JSON.valueToTree(members(request)));
    }

    private static Map<String, Object> members(DeletionRequest request) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("classificationId", request.classificationId());
        if (request instanceof DeleteBatch batch) {
            members.put("batchId", batch.batchId());
        } else if (request instanceof DeleteFiles files) {
            members.put("batchId", files.batchId());
            members.put("fileIds", files.fileIds());
        }
        return members;
    }

    @Provide
    Arbitrary<String> bodies() {
        return Arbitraries.of(PIECES)
                .list()
                .ofMinSize(1)
                .ofMaxSize(9)
                .map(pieces -> "{" + String.join("", pieces) + "}");
    }

    @Provide
    Arbitrary<DeletionRequest> requests() {
        Arbitrary<String> ids = Arbitraries.strings()
                .withChars("ab1-_.~ /\"\\\u00e9\u65e5")
                .ofMinLength(1)
                .ofMaxLength(6)
                .filter(id -> !id.isBlank());
        return Arbitraries.oneOf(
                ids.map(DeleteClassification::new),
                Combinators.combine(ids, ids).as(DeleteBatch::new),
                Combinators.combine(ids, ids, ids.list().ofMinSize(1).ofMaxSize(4))
                        .as(DeleteFiles::new));
    }
}
