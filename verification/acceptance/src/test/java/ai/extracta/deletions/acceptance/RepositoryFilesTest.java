package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RepositoryFilesTest {

    private static final Path ROOT = Path.of("..", "..");
    private static final Set<String> SKIPPED_FOLDERS = Set.of("target", ".git", ".idea");
    private static final Pattern TEXT_FILE = Pattern.compile(".*\\.(md|java|sh|xml|yml)|(bin|\\.ci)/[^/]+");
    private static final Pattern MAX_LINE_LENGTH = Pattern.compile("(?m)^max_line_length\\s*=\\s*(\\d+)$");
    private static final Pattern UNBREAKABLE =
            Pattern.compile("\\s*\".*|<project xmlns=.*|\\s*<([\\w.]+)>.*</\\1>|\\s*[\\w.]+ = \\S+");
    private static final Pattern LINK = Pattern.compile("]\\((?!\\w+:|#)([^)#\\s]+)[^)]*\\)");
    private static final Pattern DECISION = Pattern.compile("(\\d{3})-[a-z0-9-]+\\.md");

    @Test
    void linesAreNoLongerThanTheEditorConfigAllows() throws IOException {
        int max = maxLineLength();
        List<String> tooLong = new ArrayList<>();
        for (Path file : files(TEXT_FILE)) {
            addLongLines(file, max, tooLong);
        }

        assertThat(tooLong).as("lines of more than %s characters", max).isEmpty();
    }

    @Test
    void linksBetweenDocumentsLeadToAFile() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path document : files(Pattern.compile(".*\\.md"))) {
            Matcher links = LINK.matcher(Files.readString(document));
            links.results()
                    .map(link -> link.group(1))
                    .filter(link -> Files.notExists(document.resolveSibling(link)))
                    .forEach(link -> broken.add(ROOT.relativize(document) + ": " + link));
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void decisionsAreNumberedWithoutGapsAndListedInTheIndex() throws IOException {
        List<String> decisions = files(Pattern.compile("docs/decisions/\\d.*")).stream()
                .map(file -> file.getFileName().toString())
                .toList();
        String index = Files.readString(ROOT.resolve("docs/decisions/README.md"));

        for (int i = 0; i < decisions.size(); i++) {
            assertThat(decisions.get(i)).matches(DECISION).startsWith("%03d-".formatted(i + 1));
        }
        assertThat(index)
                .contains(decisions.stream().map(name -> "(" + name + ")").toList());
    }

    private static int maxLineLength() throws IOException {
        return MAX_LINE_LENGTH
                .matcher(Files.readString(ROOT.resolve(".editorconfig")))
                .results()
                .map(match -> Integer.parseInt(match.group(1)))
                .findFirst()
                .orElseThrow();
    }

    private static void addLongLines(Path file, int max, List<String> tooLong) throws IOException {
        boolean isMarkdown = file.toString().endsWith(".md");
        boolean isFenced = false;
        boolean isOutput = false; // a fenced block without a language
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (isMarkdown && line.strip().startsWith("```")) {
                isFenced = !isFenced;
                isOutput = isFenced && line.strip().equals("```");
            }
            boolean isTableRow = isMarkdown && line.strip().startsWith("|");
            boolean isExempt = isOutput || isTableRow || isUnbreakable(line);
            if (line.length() > max && !isExempt) {
                tooLong.add(ROOT.relativize(file) + ":" + (i + 1) + ": " + line.length());
            }
        }
    }

    /** A URL or the like, a string literal of its own, or XML in which a line break would count. */
    private static boolean isUnbreakable(String line) {
        return !line.strip().contains(" ") || UNBREAKABLE.matcher(line).matches();
    }

    private static List<Path> files(Pattern path) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {

            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean isSkipped =
                        SKIPPED_FOLDERS.contains(folder.getFileName().toString());
                return isSkipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = ROOT.relativize(file).toString().replace('\\', '/');
                if (path.matcher(name).matches()) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files.stream().sorted().toList();
    }
}
