package ai.extracta.deletions.samples.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledIf(
        value = "ai.extracta.deletions.samples.webflux.Chromium#isInstalled",
        disabledReason = "The page is not tested: Chromium is not installed (Debian's package chromium)")
class PageTest {

    private static final DeletionRequest BATCH_1 = new DeleteBatch("cls-1", "cls-1-batch-1");
    private static final DeletionRequest BATCH_2 = new DeleteBatch("cls-1", "cls-1-batch-2");
    private static final String ROWS = BATCH_1.toJson() + "\n" + BATCH_2.toJson() + "\n";
    private static final String REFUSED = new DeleteBatch("cls-1", "missing").toJson() + "\n";
    private static final String INVALID = "{\"kind\":\"batch\",\"classificationId\":\"cls-1\"}\n";
    private static final int MANY = 30;
    private static final String STOPPED = "document.getElementById('phase').textContent === 'Stopped'";
    private static final String FINISHED = "document.getElementById('phase').textContent === 'Finished'";

    @TempDir
    static Path profile;

    private static Chromium chromium;

    @TempDir
    Path folder;

    private final ExtractaSimulator simulator = ExtractaSimulator.start();
    private Service service;
    private BrowserPage page;

    @BeforeAll
    static void startBrowser() throws IOException {
        chromium = Chromium.start(profile);
    }

    @AfterAll
    static void stopBrowser() {
        chromium.close();
    }

    @BeforeEach
    void open() throws Exception {
        simulator.seed(1, 2, 3);
        service = Service.start(simulator, folder);
        page = chromium.open();
        page.navigate(service.url() + "/");
    }

    @AfterEach
    void close() {
        page.close();
        service.close();
        simulator.close();
    }

    @Test
    void anErasureIsShownUntilItIsFinished() {
        erase(ROWS);

        page.await(FINISHED);
        assertThat(page.text("done")).isEqualTo("2 of 2 rows");
        assertThat(page.text("deleted")).isEqualTo("2");
        assertThat(page.evaluate("document.getElementById('progress').position").asDouble())
                .isEqualTo(1);
        assertThat(page.evaluate("document.querySelectorAll('#chart rect').length")
                        .asInt())
                .isPositive();
        assertThat(page.text("table-note")).isEqualTo("Nothing so far.");
        assertThat(simulator.deletions()).containsExactlyInAnyOrder(BATCH_1, BATCH_2);
    }

    @Test
    void progressIsShownWhileARowIsInFlight() {
        simulator.answerNext(Answer.documented(), Answer.noResponse());

        erase(ROWS);

        page.await("document.getElementById('done').textContent === '1 of 2 rows'");
        assertThat(page.text("phase")).isEqualTo("Running");
        assertThat(page.evaluate("document.getElementById('progress').position").asDouble())
                .isEqualTo(0.5);
    }

    @Test
    void aRowThatIsRefusedAndOneThatIsInvalidAreListedWithTheReason() {
        erase(ROWS + REFUSED + INVALID);

        page.await(FINISHED);
        assertThat(page.text("refused")).isEqualTo("1");
        assertThat(page.text("invalid")).isEqualTo("1");
        assertThat(page.text("uncertain"))
                .containsSubsequence("3", "cls-1 / missing", "404", "Refused", "4", "batchId is missing", "Invalid");
    }

    @Test
    void aRowWhoseOutcomeIsUnknownIsListedAsSuch() {
        simulator.answerAlways(Answer.serverError());

        erase(ROWS);

        page.await(FINISHED);
        assertThat(page.text("unknown")).isEqualTo("2");
        assertThat(page.text("deleted")).isEqualTo("0");
        assertThat(page.text("uncertain"))
                .containsSubsequence("1", "cls-1 / cls-1-batch-1", "500", "Unknown")
                .containsSubsequence("2", "cls-1 / cls-1-batch-2", "500", "Unknown");
        assertThat(page.evaluate("document.querySelectorAll('td.unknown').length")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void anErasureThatStoppedSaysWhyAndListsWhatWasNotSent() {
        simulator.answerAlways(Answer.status(401, "{\"status\":\"error\",\"message\":\"Invalid API key\"}"));

        erase(manyRows());

        page.await(STOPPED);
        assertThat(page.text("stop")).contains("401", "continues when the service starts again");
        assertThat(page.evaluate("document.getElementById('phase').className").asString())
                .contains("stopped");
        assertThat(page.text("uncertain")).contains("Not sent", "Refused", "401");
        assertThat(number("not-sent")).isPositive();
        assertThat(number("refused")).isPositive();
        assertThat(number("not-sent") + number("refused")).isEqualTo(MANY);
        assertThat(simulator.requests()).hasSize(number("refused"));
    }

    private int number(String id) {
        return Integer.parseInt(page.text(id));
    }

    /** More than are in flight at once. */
    private static String manyRows() {
        return IntStream.rangeClosed(1, MANY)
                .mapToObj(number -> new DeleteBatch("cls-1", "batch-" + number).toJson())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void thePageContinuesAfterTheServiceWasRestarted() {
        simulator.answerNext(Answer.documented(), Answer.noResponse());
        erase(ROWS);
        page.await("document.getElementById('done').textContent === '1 of 2 rows'");
        simulator.awaitRequests(2, Duration.ofSeconds(30));

        service.stop();
        page.await("document.getElementById('phase').textContent === 'Reconnecting'");
        service.start();

        page.await(FINISHED);
        assertThat(page.text("deleted")).isEqualTo("2");
        assertThat(simulator.deletions()).containsExactlyInAnyOrder(BATCH_1, BATCH_2);
    }

    @Test
    void aReloadedPageShowsTheSameErasure() {
        erase(ROWS + REFUSED);
        page.await(FINISHED);
        String shown = page.text("erasure");

        page.evaluate("document.title = 'before'");
        page.evaluate("location.reload()");
        page.await("document.title !== 'before' && document.readyState === 'complete' && " + FINISHED);

        assertThat(page.text("erasure")).isEqualTo(shown);
    }

    @Test
    void aBodyThatIsRefusedIsExplained() {
        erase("[" + BATCH_1.toJson());

        page.await("document.getElementById('problem').textContent");
        assertThat(page.text("problem")).contains("not JSON", "Nothing was deleted");
        assertThat(simulator.requests()).isEmpty();
    }

    @Test
    void theKeyboardIsEnoughAndTheFirstEnterDeletesNothing() {
        page.evaluate("document.getElementById('rows').focus()");
        page.type(ROWS);
        page.press("Tab"); // the file
        page.press("Tab"); // the button
        page.press("Enter");
        page.await("document.getElementById('confirm').open");
        assertThat(page.evaluate("document.activeElement.textContent").asString())
                .isEqualTo("Cancel");
        assertThat(simulator.requests()).isEmpty();

        page.press("Tab");
        page.press("Enter");

        page.await(FINISHED);
        assertThat(simulator.deletions()).containsExactlyInAnyOrder(BATCH_1, BATCH_2);
    }

    /** The screenshots are in target/screenshots, to be looked at. */
    @ParameterizedTest
    @CsvSource({"390, light", "390, dark", "1280, light", "1280, dark"})
    void thePageFitsItsWindowAndLoadsNothingFromElsewhere(int width, String colorScheme) throws IOException {
        erase(ROWS + REFUSED + INVALID);
        page.await(FINISHED);

        looksRight("finished", width, colorScheme);
    }

    @ParameterizedTest
    @CsvSource({"390, light", "390, dark", "1280, light", "1280, dark"})
    void thePageFitsItsWindowIfOutcomesAreUnknown(int width, String colorScheme) throws IOException {
        simulator.answerAlways(Answer.serverError());
        erase(ROWS);
        page.await(FINISHED);

        looksRight("unknown", width, colorScheme);
    }

    @ParameterizedTest
    @CsvSource({"390, light", "390, dark", "1280, light", "1280, dark"})
    void thePageFitsItsWindowIfTheErasureStopped(int width, String colorScheme) throws IOException {
        simulator.answerAlways(Answer.status(401, "{\"status\":\"error\",\"message\":\"Invalid API key\"}"));
        erase(manyRows());
        page.await(STOPPED);

        looksRight("stopped", width, colorScheme);
    }

    private void looksRight(String state, int width, String colorScheme) throws IOException {
        page.resize(width, 900, colorScheme);
        page.screenshot(Path.of("target", "screenshots", state + "-" + width + "-" + colorScheme + ".png"));

        assertThat(page.evaluate("document.documentElement.scrollWidth").asInt())
                .isLessThanOrEqualTo(width);
        assertThat(page.problems()).isEmpty();
        assertThat(page.urls()).allSatisfy(url -> assertThat(url).matches("(about|data):.*|" + service.url() + "/.*"));
    }

    private void erase(String rows) {
        page.evaluate("document.getElementById('rows').focus()");
        page.type(rows);
        page.evaluate("document.getElementById('erase').click()");
        page.await("document.getElementById('confirm').open");
        page.evaluate("document.querySelector('#confirm button[value=erase]').click()");
    }
}
