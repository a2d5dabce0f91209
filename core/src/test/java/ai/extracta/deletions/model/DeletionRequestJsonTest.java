package ai.extracta.deletions.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeletionRequestJsonTest {

    @Test
    void requestsAreWrittenAsALedgerWritesThem() {
        assertThat(new DeleteClassification("c").toJson())
                .isEqualTo("{\"kind\":\"classification\",\"classificationId\":\"c\"}");
        assertThat(new DeleteBatch("c", "b").toJson())
                .isEqualTo("{\"kind\":\"batch\",\"classificationId\":\"c\",\"batchId\":\"b\"}");
        assertThat(new DeleteFiles("c", "b", List.of("f-2", "f-1")).toJson())
                .isEqualTo("{\"kind\":\"files\",\"classificationId\":\"c\",\"batchId\":\"b\","
                        + "\"fileIds\":[\"f-2\",\"f-1\"]}");
    }

    static Stream<DeletionRequest> requests() {
        return Stream.of(
                new DeleteClassification("c \"quoted\" \\ \u2028 \ud83d\ude00"),
                new DeleteBatch("c", "b\u00e4"),
                new DeleteFiles("c", "b", List.of("f-2", "f-1", "{}")));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void requestsAreReadBack(DeletionRequest request) {
        assertThat(DeletionRequest.fromJson(request.toJson())).isEqualTo(request);
    }

    @Property(tries = 200)
    void anyIdsAreReadBack(
            @ForAll @NotBlank @AlphaChars @NumericChars @StringLength(min = 1, max = 20) String id,
            @ForAll @Size(min = 1, max = 5) List<@NotBlank @AlphaChars @StringLength(min = 1, max = 9) String> files) {
        DeletionRequest request = new DeleteFiles(id, id, files);
        assertThat(DeletionRequest.fromJson(request.toJson())).isEqualTo(request);
    }

    @Test
    void whitespaceAndTheOrderOfMembersDoNotMatter() {
        assertThat(DeletionRequest.fromJson(
                        " {\"batchId\" : \"b\",\n\"classificationId\":\"c\", \"kind\":\"batch\"} \n"))
                .isEqualTo(new DeleteBatch("c", "b"));
    }

    @Test
    void typeMeansTheSameAsKind() {
        assertThat(DeletionRequest.fromJson("{\"type\":\"batch\",\"classificationId\":\"c\",\"batchId\":\"b\"}"))
                .isEqualTo(new DeleteBatch("c", "b"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            delimiter = '|',
            value = {
                "'{\"kind\":\"batch\",\"classificationId\":\"c\"}'                          | batchId is missing",
                "'{\"kind\":\"files\",\"classificationId\":\"c\",\"batchId\":\"b\"}'        | fileIds is missing",
                "'{\"kind\":\"files\",\"classificationId\":\"c\",\"fileIds\":[\"f\"]}'      | batchId is missing",
                "'{\"kind\":\"files\",\"classificationId\":\"c\",\"batchId\":\"b\",\"fileIds\":[]}'"
                        + " | fileIds is empty; name at least one file, or delete the batch",
                "'{\"kind\":\"files\",\"classificationId\":\"c\",\"batchId\":\"b\",\"fileIds\":null}'"
                        + " | fileIds must be a string",
                "'{\"kind\":\"files\",\"classificationId\":\"c\",\"batchId\":\"b\",\"fileIds\":\"f\"}'"
                        + " | fileIds must be a list of strings",
                "'{\"kind\":\"files\",\"classificationId\":\"c\",\"batchId\":\"b\",\"fileIds\":[\"f\",1]}'"
                        + " | fileIds[1] must be a string",
                "'{\"kind\":\"batch\",\"classificationId\":\"c\",\"batchId\":null}'         | batchId must be a string",
                "'{\"kind\":\"batch\",\"classificationId\":\"c\",\"batchId\":[\"b\"]}'      | batchId must be a string",
                "'{\"kind\":\"classification\",\"classificationId\":\"c\",\"batchId\":\"b\"}'"
                        + " | the member \"batchId\" is not expected here",
                "'{\"kind\":\"batch\",\"classificationId\":\"c\",\"batchId\":\"b\",\"fileIds\":[\"f\"]}'"
                        + " | the member \"fileIds\" is not expected here",
                "'{\"kind\":\"batch\",\"classificationId\":\"c\",\"batchId\":\"b\",\"fileIDs\":[\"f\"]}'"
                        + " | the member \"fileIDs\" is not expected here",
                "'{\"classificationId\":\"c\"}'                                            | kind is missing",
                "'{\"kind\":\"batch\",\"type\":\"classification\",\"classificationId\":\"c\"}'"
                        + " | the member \"kind\" is not expected here",
                "'{\"kind\":\"Batch\",\"classificationId\":\"c\"}'"
                        + " | kind must be \"classification\", \"batch\" or \"files\"",
                "'{\"kind\":\"classification\"}'                                     | classificationId is missing",
                "'[]'                                                                | this is not a JSON object",
                "'null'                                                              | this is not a JSON object",
                "'{\"kind\":\"classification\",\"classificationId\":\"c\"} {}'  | something follows the JSON object",
            })
    void aMissingOrUnexpectedMemberIsRefusedByName(String json, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeletionRequest.fromJson(json))
                .withMessage(message);
    }

    @Test
    void aBlankIdIsRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        DeletionRequest.fromJson("{\"kind\":\"batch\",\"classificationId\":\"c\",\"batchId\":\" \"}"))
                .withMessageStartingWith("batchId is blank");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"kind\":\"classification\",\"classificationId\":\"c\"",
                "{\"kind\":\"classification\",\"classificationId\":\"c\",}",
                "{\"kind\":\"classification\",\"classificationId\":\"c\",\"classificationId\":\"d\"}",
                "{\"kind\":\"batch\",\"classificationId\":\"c\",\"batchId\":\"\\ud800\"}",
                "{\"kind\":\"files\",\"classificationId\":\"c\",\"batchId\":\"b\",\"fileIds\":[[\"f\"]]}",
                "kind=batch",
            })
    void whatIsNoRequestIsRefused(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> DeletionRequest.fromJson(json));
    }
}
