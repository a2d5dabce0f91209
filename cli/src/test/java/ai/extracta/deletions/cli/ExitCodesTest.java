package ai.extracta.deletions.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.cli.CliRunner.Result;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The exit code never reports success when something is not certain. */
class ExitCodesTest {

    @AutoClose
    private final ExtractaSimulator simulator = ExtractaSimulator.start();

    @BeforeEach
    void seed() {
        simulator.seed(3, 1, 1);
    }

    @Test
    void oneIfTheServerRefusedSome() {
        Result result = classifications("cls-1", "cls-4");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).containsPattern("deleted +1\n").containsPattern("refused +1\n");
        assertThat(result.err()).contains("not deleted (REFUSED)", "404", "cls-4");
    }

    @Test
    void threeIfSomeMayOrMayNotBeDeleted() {
        simulator.answerNext(Answer.disconnectAfterDeleting());

        Result result = classifications("cls-1");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.out()).containsPattern("unknown +1\n").contains("may or may not be deleted");
        assertThat(result.err()).contains("UNKNOWN", "cls-1");
    }

    @Test
    void unknownWeighsMoreThanRefused() {
        simulator.answerNext(Answer.disconnectAfterDeleting());

        assertThat(classifications("cls-4", "--concurrency", "1", "cls-1").code())
                .isEqualTo(3);
    }

    @Test
    void includingUnknownResolvesALostResponse() {
        simulator.answerNext(Answer.disconnectAfterDeleting());

        Result result = CliRunner.on(simulator).run("classifications", "--yes", "--retry", "includingUnknown", "cls-1");

        assertThat(result.code()).isZero();
        assertThat(result.out()).containsPattern("already absent +1\n");
    }

    @Test
    void fourIfTheKeyIsWrong() {
        Result result = CliRunner.on(simulator).key("another").run("classifications", "--yes", "cls-1");

        assertThat(result.code()).isEqualTo(4);
        assertThat(result.out()).contains("does not accept the key");
        assertThat(simulator.deletions()).isEmpty();
    }

    @Test
    void fourIfTheServerIsDown() {
        simulator.close();

        Result result = classifications("cls-1", "cls-2");

        assertThat(result.code()).isEqualTo(4);
        assertThat(result.out()).containsPattern("not sent +2\n").contains("Not everything was sent");
        assertThat(result.err()).contains("NOT_SENT");
    }

    @Test
    void fourIfTheServerCannotBeReachedAnyMore() {
        simulator.close();
        String[] ids = IntStream.range(0, 500).mapToObj(i -> "cls-" + i).toArray(String[]::new);

        Result result = classifications(ids);

        assertThat(result.code()).isEqualTo(4);
        assertThat(result.out())
                .containsPattern("not sent +500\n")
                .contains("the server cannot be reached", "Next time use --ledger FILE");
    }

    @Test
    void fourIfItStoppedAtTheFirstFailureBeforeTheEnd() {
        Result result = classifications("--fail-fast", "--concurrency", "1", "cls-4", "cls-1", "cls-2", "cls-3");

        assertThat(result.code()).isEqualTo(4);
        assertThat(result.out())
                .containsPattern("refused +1\n")
                .contains("requests")
                .containsPattern("requests +4\n");
    }

    @Test
    void twoIfTheKeyIsMissing() {
        Result result = CliRunner.on(simulator).withoutKey().run("classifications", "--yes", "cls-1");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("EXTRACTA_API_KEY", "--key-file");
    }

    @Test
    void twoIfAnOptionIsWrong() {
        assertThat(classifications("cls-1", "--concurrency", "0").code()).isEqualTo(2);
        assertThat(classifications("cls-1", "--rate", "0").code()).isEqualTo(2);
        assertThat(classifications("cls-1", "--deadline", "soon").code()).isEqualTo(2);
        assertThat(classifications("cls-1", "--transport", "pigeon").code()).isEqualTo(2);
        assertThat(classifications("cls-1", "--retry", "always").code()).isEqualTo(2);
        assertThat(new CliRunner().run("frobnicate").code()).isEqualTo(2);
        assertThat(simulator.requests()).isEmpty();
    }

    private Result classifications(String... arguments) {
        String[] all = new String[arguments.length + 4];
        System.arraycopy(new String[] {"classifications", "--yes", "--retry", "none"}, 0, all, 0, 4);
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        return CliRunner.on(simulator).run(all);
    }
}
