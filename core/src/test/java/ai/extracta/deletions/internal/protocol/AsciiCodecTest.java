package ai.extracta.deletions.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is written and read without Jackson is just what Jackson would write and read. */
class AsciiCodecTest {

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
            "\t",
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
            "\"Files deleted\"",
            "\"other\"",
            "\"\"",
            "\"a\\nb\"",
            "\"\u00e9\"",
            "\"\u007f\"",
            "\"status\":\"success\"",
            "\"message\":\"gone\"",
            "\"status\":\"error\"");

    @Property(tries = 20_000)
    void aBodyIsReadAsAParserReadsItOrNotAtAll(@ForAll("bodies") String body) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(body);

        AsciiResponseParser.read(bytes)
                .ifPresent(reply -> assertThat(reply).isEqualTo(DeletionCodec.parse(bytes, StandardCharsets.UTF_8)));
        assertThat(bytes).isEqualTo(StandardCharsets.UTF_8.encode(body));
    }

    @Property(tries = 20_000)
    void aDocumentedBodyWithOneCharacterChangedIsReadAsAParserReadsItOrNotAtAll(
            @ForAll("positions") int position, @ForAll char character) {
        StringBuilder body = new StringBuilder("{ \"status\": \"success\", \"message\": \"Files deleted\" }");
        body.setCharAt(position, character);
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(body.toString());

        AsciiResponseParser.read(bytes)
                .ifPresent(reply -> assertThat(reply).isEqualTo(DeletionCodec.parse(bytes, StandardCharsets.UTF_8)));
    }

    @Example
    void aDocumentedBodyIsReadWithoutAParser() {
        assertThat(AsciiResponseParser.read(StandardCharsets.UTF_8.encode(
                        "{\n    \"status\": \"success\",\n    \"message\": \"Files deleted\"\n}\n")))
                .contains(new ResponseBody(true, "Files deleted", ""));
        assertThat(AsciiResponseParser.read(StandardCharsets.UTF_8.encode("{\"message\":\"no\",\"status\":\"error\"}")))
                .contains(new ResponseBody(false, "no", ""));
    }

    @Example
    void aBodyThatIsNotWhatItSeemsIsLeftToTheParser() {
        assertThat(List.of(
                        "{\"status\",\"status\":\"success\"}",
                        "{\"status\":\"success\",\"status\":\"error\"}",
                        "{\"status\":\"success\"",
                        "{\"status\":\"success\"},",
                        "{\"status\":\"success\",}",
                        "{\"message\":\"gone\"}",
                        "{\"status\":\"succ\\u0065ss\"}",
                        "{\"status\":\"success\"}\u0000"))
                .allSatisfy(body -> assertThat(AsciiResponseParser.read(StandardCharsets.UTF_8.encode(body)))
                        .as(body)
                        .isEmpty());
    }

    @Property(tries = 5_000)
    void aRequestIsWrittenAsAGeneratorWritesIt(@ForAll("requests") DeletionRequest request) {
        assertThat(DeletionCodec.encode(request)).isEqualTo(ByteBuffer.wrap(DeletionCodec.generate(request)));
    }

    @Example
    void onlyIdsThatNeedNoEscapeAreWrittenWithoutAGenerator() {
        assertThat(AsciiRequestEncoder.suits(new DeleteFiles("c-1", "b/2", List.of("f 1", "~f"))))
                .isTrue();
        assertThat(List.of("a\"b", "a\\b", "\u00e9", "\ud83d\ude00")).allSatisfy(id -> {
            assertThat(AsciiRequestEncoder.suits(new DeleteClassification(id))).isFalse();
            assertThat(AsciiRequestEncoder.suits(new DeleteBatch("c", id))).isFalse();
            assertThat(AsciiRequestEncoder.suits(new DeleteFiles("c", id, List.of("f")))).isFalse();
            assertThat(AsciiRequestEncoder.suits(new DeleteFiles("c", "b", List.of("f", id))))
                    .isFalse();
        });
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
    Arbitrary<Integer> positions() {
        return Arbitraries.integers().between(0, 50);
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
