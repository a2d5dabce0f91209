package ai.extracta.deletions.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.samples.guide.Document.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SnippetsTest {

    private static final Map<String, String> SNIPPETS = Snippets.read();

    private static final Set<String> LANGUAGES = Set.of("java", "properties");

    /** Pages whose code is not from here, and why. */
    private static final Map<String, String> EXCEPTIONS = Map.of(
            "transports.md", "outlines of a transport of one's own; the whole is run by samples/custom-transport");

    /** Those with code. */
    static Stream<Document> documents() {
        return Document.all().stream()
                .filter(document -> !EXCEPTIONS.containsKey(document.toString()))
                .filter(document -> document.blocks().stream().anyMatch(SnippetsTest::isCode));
    }

    private static boolean isCode(Block block) {
        return LANGUAGES.contains(block.language());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyBlockOfCodeIsASnippetOfWhatRuns(Document document) {
        assertThat(document.blocks()).filteredOn(SnippetsTest::isCode).allSatisfy(block -> assertThat(SNIPPETS)
                .containsKey(block.name()));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyBlockOfTheNameOfASnippetIsTheSameText(Document document) {
        assertThat(document.blocks())
                .filteredOn(block -> SNIPPETS.containsKey(block.name()))
                .isNotEmpty()
                .allSatisfy(block -> assertThat(block.text()).isEqualTo(SNIPPETS.get(block.name())));
    }

    @Test
    void thePagesOfUsersAreAmongThem() {
        assertThat(documents().map(Document::toString))
                .contains("README.md", "bulk.md", "guide.md", "observability.md", "outcomes.md", "spring.md");
    }

    @Test
    void noExceptionIsOutOfDate() {
        assertThat(Document.all())
                .filteredOn(document -> EXCEPTIONS.containsKey(document.toString()))
                .hasSameSizeAs(EXCEPTIONS.keySet())
                .allSatisfy(document -> assertThat(document.blocks())
                        .anyMatch(block -> isCode(block) && !SNIPPETS.containsKey(block.name())));
    }

    @Test
    void everyOtherBlockOfTheGuideIsReadByATest() throws IOException {
        String tests = tests();

        assertThat(Document.guide().blocks())
                .filteredOn(block -> !SNIPPETS.containsKey(block.name()))
                .allSatisfy(block -> assertThat(tests).contains("block(\"" + block.name() + "\")"));
    }

    @Test
    void everySnippetIsShown() {
        Set<String> shown = documents()
                .flatMap(document -> document.blocks().stream())
                .map(Block::name)
                .collect(Collectors.toSet());

        assertThat(shown).containsAll(SNIPPETS.keySet());
    }

    private static String tests() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            StringBuilder text = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(file));
            }
            return text.toString();
        }
    }
}
