package ai.extracta.deletions.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which request a row stands for, and what makes a row invalid. */
class RowReaderTest {

    private static final Optional<Kind> ANY = Optional.empty();

    @Test
    void aCsvRowForFilesNamesTheWholeAddress() throws IOException {
        assertThat(csv(Optional.of(Kind.FILES), "classificationId,batchId,fileId\nc,b,f\n\nc,b,\"g,h\"\n"))
                .containsExactly(new DeleteFiles("c", "b", List.of("f")), new DeleteFiles("c", "b", List.of("g,h")));
    }

    @Test
    void columnsComeInAnyOrder() throws IOException {
        assertThat(csv(Optional.of(Kind.BATCH), "batchId,classificationId\nb,c"))
                .containsExactly(new DeleteBatch("c", "b"));
    }

    @Test
    void rowsOfSeveralKindsNameTheirKind() throws IOException {
        assertThat(csv(ANY, "type,classificationId,batchId,fileId\nfiles,c,b,f\nbatch,c,b,\nclassification,c,,\n"))
                .containsExactly(
                        new DeleteFiles("c", "b", List.of("f")),
                        new DeleteBatch("c", "b"),
                        new DeleteClassification("c"));
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstColumn() throws IOException {
        assertThat(csv(Optional.of(Kind.CLASSIFICATION), "\uFEFFclassificationId\nc\n"))
                .containsExactly(new DeleteClassification("c"));
    }

    @Test
    void aJsonRowNamesExactlyWhatItsKindNeeds() throws IOException {
        assertThat(json(ANY, """
                        {"type":"files","classificationId":"c","batchId":"b","fileIds":["f","g"]}

                        {"type":"batch","classificationId":"c","batchId":"b"}
                        {"type":"classification","classificationId":"c"}
                        """))
                .containsExactly(
                        new DeleteFiles("c", "b", List.of("f", "g")),
                        new DeleteBatch("c", "b"),
                        new DeleteClassification("c"));
    }

    @Test
    void whatTheProgramWritesBesideAFailureIsNotLookedAt() throws IOException {
        assertThat(json(
                        Optional.of(Kind.CLASSIFICATION),
                        "{\"classificationId\":\"c\",\"outcome\":\"UNKNOWN\",\"reason\":\"lost\"}"))
                .containsExactly(new DeleteClassification("c"));
    }

    @Test
    void aRequestOutOfTheExportOfALedgerIsARow() throws IOException {
        assertThat(json(ANY, "{\"kind\":\"batch\",\"classificationId\":\"c\",\"batchId\":\"b\"}"))
                .containsExactly(new DeleteBatch("c", "b"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FILES | classificationId,batchId,fileId~c,b,f~c,b, | line 3, column fileId: is empty",
                "FILES | classificationId,batchId,fileId~c,,f | line 2, column batchId: is empty",
                "FILES | classificationId,batchId~c,b | line 2, column fileId: is empty",
                "BATCH | classificationId,batchId,fileId~c,b,f | line 2, column fileId: must not be there",
                "CLASSIFICATION | classificationId,batchId~c,b | line 2, column batchId: must not be there",
                "FILES | classificationId,batchId,fileId~c,b,f~c,b | line 3: not CSV with 3 columns as in the first line, but 2",
                "BATCH | classificationId,batchId~c,b,f | line 2: not CSV with 2 columns as in the first line, but 3",
                "BATCH | classificationId,batchId~c,'b | not CSV",
                "BATCH | classificationId;batchId~c;b | line 1: separated by ';'; save it with commas",
                "BATCH | classificationId^batchId~c^b | line 1: separated by tabs; save it with commas",
                "BATCH | classificationId,batchId~c,b~classificationId,batchId~c,d | line 3: names the columns again",
                "BATCH | classificationId,batchId~c,b~batchId,classificationId~d,c | line 3: names the columns again",
                "BATCH | classificationId,batchId~c,b~\ufeffclassificationId,batchId~c,d | line 3: names the columns again",
                "CLASSIFICATION | classificationId~c~classificationId~d | line 3: names the columns again",
                "BATCH | classificationId,batchId~' 'c,b | line 2: classificationId has spaces around it",
                "FILES | classificationId,batchId,fileId~c,b,f' ' | line 2: fileId has spaces around it",
                "BATCH | classificationId,batchId~\ufeffc,b | line 2: classificationId has spaces around it",
                "BATCH | classificationId,batchId~c,b\u00a0 | line 2: batchId has spaces around it",
                "BATCH | classificationId,batchId~c,' ' | line 2: batchId is blank",
                "BATCH | classificationId,batch~c,b | line 1: unknown column 'batch'",
                "BATCH | classificationId,batchId,batchId~c,b,b | line 1: two columns are named batchId",
                "BATCH | c,b | line 1: unknown column 'c'",
                "BATCH | type,classificationId,batchId~classification,c,b | column type: is classification, but batch was expected",
                "BATCH | '' | empty; the first line has to name the columns",
            })
    void aCsvRowThatCouldDeleteSomethingElseIsNamed(Kind kind, String lines, String problem) {
        assertThatThrownBy(() -> csv(
                        Optional.of(kind),
                        lines.replace('~', '\n')
                                .replace('^', '\t')
                                .replace("' '", " ")
                                .replace("'b", "\"b")))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("rows")
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "FILES | {\"classificationId\":\"c\",\"batchId\":\"b\"} | line 1, field fileIds: is empty",
                "FILES | {\"classificationId\":\"c\",\"batchId\":\"b\",\"fileIds\":[]} | field fileIds: not a list of at least one",
                "FILES | {\"classificationId\":\"c\",\"batchId\":\"b\",\"fileIds\":\"f\"} | field fileIds: not a list",
                "FILES | {\"classificationId\":\"c\",\"batchId\":\"b\",\"fileIds\":[null]} | field fileIds: not a string",
                "FILES | {\"classificationId\":\"c\",\"batchId\":\"b\",\"fileId\":\"f\"} | unknown field 'fileId'",
                "BATCH | {\"classificationId\":\"c\",\"batchId\":null} | field batchId: not a string",
                "BATCH | {\"classificationId\":\"c\",\"batchId\":7} | field batchId: not a string",
                "BATCH | {\"classificationId\":\"c\",\"batchId\":\"\"} | line 1: batchId is blank",
                "BATCH | {\"classificationId\":\"c\",\"batchId\":\"b\",\"fileIds\":[\"f\"]} | field fileIds: must not be there",
                "BATCH | {\"classificationId\":\"c\",\"batchId\":\"b\",\"batchId\":\"d\"} | not one JSON object",
                "BATCH | {\"classificationId\":\"c\",\"batchId\":\"b\"}{} | not one JSON object",
                "BATCH | {\"classificationId\":\"c\" | not one JSON object",
                "BATCH | [\"c\",\"b\"] | not a JSON object",
                "BATCH | {\"type\":\"batch\",\"kind\":\"batch\",\"classificationId\":\"c\"} | leave one of them out",
                "FILES | {\"classificationId\":\"c\",\"batchId\":\"b\",\"fileIds\":[\"f\",\"g \"]} | line 1: fileId has spaces around it",
                "BATCH | {\"type\":\"batches\",\"classificationId\":\"c\"} | files, batch, classification; did you mean batch?",
                "CLASSIFICATION | {\"type\":\"all\",\"classificationId\":\"c\"} | field type: is not one of files, batch",
            })
    void aJsonRowThatCouldDeleteSomethingElseIsNamed(Kind kind, String line, String problem) {
        assertThatThrownBy(() -> json(Optional.of(kind), line))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("rows, line 1")
                .hasMessageContaining(problem);
    }

    @Test
    void theKindIsNeverGuessed() {
        assertThatThrownBy(() -> json(ANY, "{\"classificationId\":\"c\"}"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("field type: is empty; write files, batch or classification");
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void bytesThatAreNotUtf8AreNotGuessedEither(Format format) {
        byte[] latin = "{}\n\nM\u00fcller\n".getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> read(latin, format, Optional.of(Kind.CLASSIFICATION)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("rows, line 3: not UTF-8");
    }

    @Test
    void theLineOfBytesThatAreNotUtf8IsRightInALongFile() {
        byte[] latin = ("classificationId\n" + "m\u00fcller\n".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
        latin[latin.length - 3] = (byte) 0xfc;

        assertThatThrownBy(() -> read(latin, Format.CSV, Optional.of(Kind.CLASSIFICATION)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("rows, line 100001: not UTF-8");
    }

    @Test
    void charactersAcrossTheChunksOfAFileAreRead() throws IOException {
        String id = "\u20ac\ud83d\ude00".repeat(50_000);

        assertThat(csv(Optional.of(Kind.CLASSIFICATION), "classificationId\n" + id + "\n"))
                .containsExactly(new DeleteClassification(id));
    }

    @Test
    void aCharacterThatIsCutOffAtTheEndIsNotUtf8() {
        byte[] cut = {'c', '\n', (byte) 0xc3};

        assertThatThrownBy(() -> read(cut, Format.CSV, ANY)).hasMessageContaining("rows, line 2: not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE"})
    void utf16AndUtf32AreNamed(String charset) {
        byte[] wide = "classificationId\nc\n".getBytes(Charset.forName(charset));

        assertThatThrownBy(() -> read(wide, Format.CSV, Optional.of(Kind.CLASSIFICATION)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("rows: UTF-16 or UTF-32; save it as UTF-8");
    }

    @Test
    void aByteOrderMarkOfUtf8IsSkipped() throws IOException {
        assertThat(csv(Optional.of(Kind.CLASSIFICATION), "\ufeffclassificationId\nc\n"))
                .containsExactly(new DeleteClassification("c"));
    }

    @Test
    void aReplacementCharacterIsRefused() {
        assertThatThrownBy(() -> csv(Optional.of(Kind.CLASSIFICATION), "classificationId\nB\ufffdcher\n"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("rows, line 2: classificationId has");
    }

    private static List<DeletionRequest> csv(Optional<Kind> kind, String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8), Format.CSV, kind);
    }

    private static List<DeletionRequest> json(Optional<Kind> kind, String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8), Format.JSONL, kind);
    }

    private static List<DeletionRequest> read(byte[] text, Format format, Optional<Kind> kind) throws IOException {
        try (Input input = SpooledInput.of(new ByteArrayInputStream(text), "rows", format, kind);
                Stream<DeletionRequest> requests = input.open()) {
            return requests.toList();
        }
    }
}
