package ai.extracta.deletions.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Request bodies, byte for byte (API documentation, pages 4.1 to 4.3). */
class RequestEncodingTest {

    @Test
    void aClassificationIsNamedByItsIdAlone() {
        assertThat(encode(new DeleteClassification("cls-1"))).isEqualTo("{\"classificationId\":\"cls-1\"}");
    }

    @Test
    void aBatchIsNamedAfterItsClassification() {
        assertThat(encode(new DeleteBatch("cls-1", "b-7")))
                .isEqualTo("{\"classificationId\":\"cls-1\",\"batchId\":\"b-7\"}");
    }

    @Test
    void filesAreListedInTheirOrderAfterTheirBatch() {
        assertThat(encode(new DeleteFiles("cls-1", "b-7", List.of("f-2", "f-1", "f-2"))))
                .isEqualTo("{\"classificationId\":\"cls-1\",\"batchId\":\"b-7\",\"fileIds\":[\"f-2\",\"f-1\"]}");
    }

    @Test
    void aSingleFileIsStillAList() {
        assertThat(encode(new DeleteFiles("c", "b", List.of("f"))))
                .isEqualTo("{\"classificationId\":\"c\",\"batchId\":\"b\",\"fileIds\":[\"f\"]}");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`a\"b`, `a\\\"b`",
                "`a\\b`, `a\\\\b`",
                "`a/b`, `a/b`",
                "`<a>&'`, `<a>&'`",
                "`\"}, {\"fileIds\": [\"x`, `\\\"}, {\\\"fileIds\\\": [\\\"x`"
            })
    void aQuoteOrBackslashIsEscapedAndNothingElse(String id, String escaped) {
        assertThat(encode(new DeleteClassification(id))).isEqualTo("{\"classificationId\":\"" + escaped + "\"}");
    }

    @ParameterizedTest
    @CsvSource({"caf\u00e9, 636166c3a9", "\u65e5, e697a5", "\ud83d\ude00, f09f9880", "a\u2028b, 61e280a862"})
    void anyCharacterIsSentAsUtf8(String id, String hex) {
        byte[] bytes = bytes(new DeleteClassification(id));

        assertThat(java.util.HexFormat.of().formatHex(bytes))
                .isEqualTo(hex("{\"classificationId\":\"") + hex + hex("\"}"));
    }

    @Test
    void aLongIdIsSentWhole() {
        String id = "\u00e9\ud83d\ude00x".repeat(10_000);

        assertThat(encode(new DeleteBatch("c", id)))
                .isEqualTo("{\"classificationId\":\"c\",\"batchId\":\"" + id + "\"}");
    }

    @Test
    void tenThousandFilesAreAllListed() {
        List<String> many = IntStream.range(0, 10_000).mapToObj(i -> "f" + i).toList();

        assertThat(encode(new DeleteFiles("c", "b", many)))
                .isEqualTo("{\"classificationId\":\"c\",\"batchId\":\"b\",\"fileIds\":["
                        + many.stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(",")) + "]}");
    }

    private static String hex(String text) {
        return java.util.HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(DeletionRequest request) {
        return new String(bytes(request), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(DeletionRequest request) {
        ByteBuffer body = DeletionCodec.encode(request);
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        return bytes;
    }
}
