package ai.extracta.deletions.samples.guide;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The regions of sources between {@code // snippet: name} and {@code // end}, or such comments, without indents. */
final class Snippets {

    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern SOURCE = Pattern.compile(".*/src/.*\\.(java|kt|properties)|.*/guide/pom\\.xml");
    private static final Pattern REGION = Pattern.compile(
            "^ *(?://|#|<!--) snippet: ([a-z-]+)(?: -->)?\\n(.*?)^ *(?://|#|<!--) end(?: -->)?$",
            Pattern.MULTILINE | Pattern.DOTALL);

    private Snippets() {}

    /** Each by its name. */
    static Map<String, String> read() {
        Map<String, String> snippets = new TreeMap<>();
        Stream.of("samples/guide/src", "integrations", "verification/consumers/src/it")
                .flatMap(folder -> sources(ROOT.resolve(folder)))
                .forEach(source -> addAll(source, snippets));
        return snippets;
    }

    private static Stream<Path> sources(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> SOURCE.matcher(file.toString()).matches()).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addAll(Path source, Map<String, String> snippets) {
        REGION.matcher(text(source)).results().forEach(region -> add(region, snippets));
    }

    private static void add(MatchResult region, Map<String, String> snippets) {
        String code = region.group(2).stripTrailing().stripIndent() + "\n";
        if (snippets.put(region.group(1), code) != null) {
            throw new IllegalStateException("two snippets are named " + region.group(1));
        }
    }

    /** As Maven filters it. */
    private static String text(Path source) {
        try {
            return Files.readString(source).replace("@project.version@", System.getProperty("project.version"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
