package ai.extracta.deletions.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.cli.CliRunner.Result;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is deleted that nobody agreed to. */
class ConfirmationTest {

    private ExtractaSimulator simulator;

    @BeforeEach
    void start() {
        simulator = ExtractaSimulator.start();
        simulator.seed(1, 1, 1);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void whereNobodyCanBeAskedYesHasToBeAnOption() {
        Result result = CliRunner.on(simulator).run("classifications", "cls-1");

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.out()).contains("1 whole classification");
        assertThat(result.err()).contains("add --yes");
        assertThat(simulator.requests()).isEmpty();
    }

    @Test
    void aPersonSeesThePlanAndSaysYes() {
        Result result = CliRunner.on(simulator).answering("yes").run("classifications", "cls-1");

        assertThat(result.questions()).containsExactly("Delete this? Type yes: ");
        assertThat(result.code()).isZero();
        assertThat(simulator.deletions()).containsExactly(new DeleteClassification("cls-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "y", "no", "YES", "yes please"})
    void anythingElseIsNoYes(String answer) {
        Result result = CliRunner.on(simulator).answering(answer).run("classifications", "cls-1");

        assertThat(result.code()).isEqualTo(ExitCodes.NOT_SENT);
        assertThat(result.out()).contains("Nothing was sent.");
        assertThat(simulator.requests()).isEmpty();
    }

    @Test
    void standardInputThatHoldsRowsCannotAnswer() {
        Result result = CliRunner.on(simulator)
                .answering("yes")
                .standardInput("classificationId\ncls-1\n")
                .run("classifications", "--from", "-", "--format", "csv");

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.err()).contains("--yes");
        assertThat(simulator.requests()).isEmpty();
    }
}
