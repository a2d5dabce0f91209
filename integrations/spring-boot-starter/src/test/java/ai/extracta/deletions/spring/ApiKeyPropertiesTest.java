package ai.extracta.deletions.spring;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.testkit.ReceivedRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** Where the key comes from, and what is said if it does not. */
class ApiKeyPropertiesTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String SECRET = "s3cret-0123456789";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(DeletionsAutoConfiguration.class))
            .withPropertyValues("extracta.deletions.transport=netty");

    @Test
    void aKeyInAFileIsUsedWithoutItsLineBreak(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), SECRET + "\n");

        assertThat(keySent(file, () -> {})).contains("Bearer " + SECRET);
    }

    @Test
    void aKeyThatWasReplacedInTheFileIsUsedWithoutARestart(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "before-rotation");

        assertThat(keySent(file, () -> Files.writeString(file, SECRET))).contains("Bearer " + SECRET);
    }

    private interface Rotation {
        void run() throws IOException;
    }

    private Optional<String> keySent(Path file, Rotation rotation) {
        try (ExtractaSimulator simulator = ExtractaSimulator.start()) {
            runner.withPropertyValues(
                            "extracta.deletions.base-uri=" + simulator.baseUri(),
                            "extracta.deletions.api-key-file=" + file)
                    .run(context -> {
                        rotation.run();
                        delete(context);
                    });
            return simulator.requests().stream()
                    .map(ReceivedRequest::headers)
                    .findFirst()
                    .flatMap(headers -> headers.first("authorization"));
        }
    }

    private static void delete(ApplicationContext context) {
        context.getBean(ClassificationDeletions.class)
                .deleteClassification("cls-1")
                .onErrorComplete()
                .block(TIMEOUT);
    }

    @Test
    void aMissingKeyIsReportedWithThePropertiesToSet() {
        FailureAnalysis analysis = analysis(runner);

        assertThat(analysis.getDescription())
                .contains("There is no API key", "extracta.deletions.api-key", "extracta.deletions.api-key-file");
        assertThat(analysis.getAction()).contains("extracta.deletions.api-key=${EXTRACTA_API_KEY}");
    }

    @Test
    void aBlankKeyIsMissing() {
        assertThat(analysis(runner.withPropertyValues("extracta.deletions.api-key= "))
                        .getDescription())
                .contains("There is no API key");
    }

    @Test
    void anInvalidKeyIsReportedWithItsPropertyButNotRepeated() {
        String key = SECRET + "\u00e9";

        runner.withPropertyValues("extracta.deletions.api-key=" + key).run(context -> {
            assertThat(DeletionsFailureAnalyzerTest.analyze(context.getStartupFailure())
                            .getDescription())
                    .startsWith("extracta.deletions.api-key: ");
            assertThat(stackTrace(context.getStartupFailure())).doesNotContain(SECRET);
        });
    }

    @Test
    void aFileThatCannotBeReadIsReportedWithItsProperty(@TempDir Path folder) {
        Path file = folder.resolve("missing");

        assertThat(analysis(runner.withPropertyValues("extracta.deletions.api-key-file=" + file))
                        .getDescription())
                .startsWith("extracta.deletions.api-key-file: cannot read " + file);
    }

    @Test
    void aFileThatIsTooLargeForAKeyIsNotRead(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "k".repeat(17_000));

        assertThat(analysis(runner.withPropertyValues("extracta.deletions.api-key-file=" + file))
                        .getDescription())
                .contains("more than 16384 bytes")
                .doesNotContain("kkk");
    }

    @Test
    void anEmptyFileIsReportedWithItsProperty(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "\n");

        assertThat(analysis(runner.withPropertyValues("extracta.deletions.api-key-file=" + file))
                        .getDescription())
                .startsWith("extracta.deletions.api-key-file: " + file);
    }

    @Test
    void aKeyAndAFileExcludeEachOther(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), SECRET);

        assertThat(analysis(runner.withPropertyValues(
                                "extracta.deletions.api-key=" + SECRET, "extracta.deletions.api-key-file=" + file))
                        .getDescription())
                .contains("extracta.deletions.api-key and extracta.deletions.api-key-file are both set")
                .doesNotContain(SECRET);
    }

    @Test
    void theKeyIsNotInTheTextOfTheProperties() {
        runner.withPropertyValues("extracta.deletions.api-key=" + SECRET)
                .run(context -> assertThat(context.getBean(DeletionsProperties.class))
                        .asString()
                        .doesNotContain(SECRET));
    }

    private static FailureAnalysis analysis(ApplicationContextRunner runner) {
        FailureAnalysis[] analysis = new FailureAnalysis[1];
        runner.run(context -> analysis[0] = DeletionsFailureAnalyzerTest.analyze(context.getStartupFailure()));
        return analysis[0];
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
