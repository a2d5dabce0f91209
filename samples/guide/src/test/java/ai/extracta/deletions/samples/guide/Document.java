package ai.extracta.deletions.samples.guide;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page in Markdown, with its fenced blocks; {@code <!-- snippet: name -->} before a block names it. */
record Document(Path file, String text) {

    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern BLOCK = Pattern.compile(
            "^(?:<!-- snippet: ([a-z-]+) -->\\n)?```(\\w*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    /** A fenced block; the name is empty if it has none. */
    record Block(String name, String language, String text) {}

    static Document guide() {
        return of("docs/guide.md");
    }

    static Document readme() {
        return of("README.md");
    }

    static Document bulk() {
        return of("docs/bulk.md");
    }

    /** The README and every page in docs. */
    static List<Document> all() {
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .map(Document::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Document of(String name) {
        return of(ROOT.resolve(name));
    }

    private static Document of(Path file) {
        try {
            return new Document(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Block> blocks() {
        return BLOCK.matcher(text).results().map(Document::block).toList();
    }

    private static Block block(MatchResult match) {
        return new Block(Objects.requireNonNullElse(match.group(1), ""), match.group(2), match.group(3));
    }

    /** The text of the block with the name. */
    String block(String name) {
        return blocks().stream()
                .filter(block -> block.name().equals(name))
                .map(Block::text)
                .findFirst()
                .orElseThrow(() -> new AssertionError(file + " has no block named " + name));
    }

    @Override
    public String toString() {
        return file.getFileName().toString();
    }
}
