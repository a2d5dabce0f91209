package ai.extracta.deletions.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules on ids, each tried in every place that takes an id. */
class IdValidatorTest {

    private static final List<IdField> FIELDS = List.of(
            new IdField("classificationId", DeleteClassification::new),
            new IdField("classificationId", id -> new DeleteBatch(id, "b")),
            new IdField("batchId", id -> new DeleteBatch("c", id)),
            new IdField("classificationId", id -> new DeleteFiles(id, "b", List.of("f"))),
            new IdField("batchId", id -> new DeleteFiles("c", id, List.of("f"))),
            new IdField("fileIds[0]", id -> new DeleteFiles("c", "b", List.of(id))),
            new IdField("fileIds[2]", id -> new DeleteFiles("c", "b", List.of("f", "f", id))));

    private static final List<String> BLANK = List.of(
            "",
            " ",
            "   ",
            "\u00a0", // no-break space
            "\u200b", // zero-width space
            "\ufeff", // byte order mark
            "\u2003", // em space
            "\u2028", // line separator
            "\u3000", // ideographic space
            "\u00ad", // soft hyphen
            " \u200b\u00a0");

    private static final List<String> VALID = List.of(
            "c",
            "0",
            "-OJ1-xyz_9",
            "with space",
            " kept ",
            "quote\"and\\backslash/slash",
            "{\"classificationId\":\"other\"}",
            "caf\u00e9",
            "\u65e5\u672c",
            "\ud83d\ude00",
            "a\u200bb",
            "null",
            "x".repeat(10 * 1024));

    private static final List<String> UNSENDABLE = Stream.concat(
                    IntStream.concat(IntStream.range(0, 0x20), IntStream.range(0x7f, 0xa0))
                            .mapToObj(Character::toString),
                    Stream.of("\ud83d", "\ude00", "\ude00\ud83d", "\ufffd"))
            .toList();

    static Stream<IdField> places() {
        return FIELDS.stream();
    }

    @ParameterizedTest
    @MethodSource("places")
    void anIdThatShowsNothingIsRefused(IdField field) {
        for (String id : BLANK) {
            assertThatIllegalArgumentException()
                    .as(HexFormat.of().formatHex(id.getBytes(StandardCharsets.UTF_16BE)))
                    .isThrownBy(() -> field.with(id))
                    .withMessageStartingWith(field.name() + " is blank")
                    .withMessageContaining("could delete more than was meant");
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void aControlCharacterOrHalfASurrogatePairIsRefusedByItsIndexAndNotRepeated(IdField field) {
        for (String character : UNSENDABLE) {
            assertThatIllegalArgumentException()
                    .as(HexFormat.of().formatHex(character.getBytes(StandardCharsets.UTF_16BE)))
                    .isThrownBy(() -> field.with("private" + character + "id"))
                    .withMessage(field.name() + " has a control character, a replacement character (U+FFFD) or half a"
                            + " surrogate pair at index 7; pass the id exactly as the API returned it");
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void aControlCharacterOrHalfASurrogatePairIsRefusedAtBothEndsToo(IdField field) {
        for (String character : UNSENDABLE) {
            assertThatIllegalArgumentException().isThrownBy(() -> field.with(character + "id"));
            assertThatIllegalArgumentException().isThrownBy(() -> field.with("id" + character));
            assertThatIllegalArgumentException().isThrownBy(() -> field.with(character));
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void theIndexOfABadCharacterCountsAsStringIndicesDo(IdField field) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> field.with("\ud83d\ude00\n"))
                .withMessageContaining("at index 2;");
    }

    @ParameterizedTest
    @MethodSource("places")
    void anyOtherIdIsTakenAsItIs(IdField field) {
        for (String id : VALID) {
            assertThat(field.with(id).toString()).contains(id);
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void aMissingIdIsRefusedByName(IdField field) {
        if (!field.name().startsWith("fileIds")) {
            assertThatNullPointerException().isThrownBy(() -> field.with(null)).withMessage(field.name() + " is null");
        }
    }

    /** A field that takes an id. */
    private record IdField(String name, Function<String, DeletionRequest> factory) {

        DeletionRequest with(String id) {
            return factory.apply(id);
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
