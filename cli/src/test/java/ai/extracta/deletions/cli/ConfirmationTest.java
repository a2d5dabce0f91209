package ai.extracta.deletions.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.cli.CliRunner.Result;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is deleted without confirmation. */
class ConfirmationTest {

    @AutoClose
    private final ExtractaSimulator simulator = ExtractaSimulator.start();

    @BeforeEach
    void seed() {
        simulator.seed(1, 1, 1);
    }

    @Test
    void withoutATerminalConfirmationHasToBeAnOption() {
        Result result = CliRunner.on(simulator).run("classifications", "cls-1");

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.out()).contains("1 whole classification");
        assertThat(result.err()).contains("add --yes");
        assertThat(simulator.requests()).isEmpty();
    }

    @Test
    void thePlanIsShownAndConfirmed() {
        Result result = CliRunner.on(simulator).confirmingWith("yes").run("classifications", "cls-1");

        assertThat(result.questions()).containsExactly("Delete this? Type yes: ");
        assertThat(result.code()).isZero();
        assertThat(simulator.deletions()).containsExactly(new DeleteClassification("cls-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "y", "no", "YES", "yes please"})
    void anyOtherReplyIsNoConfirmation(String reply) {
        Result result = CliRunner.on(simulator).confirmingWith(reply).run("classifications", "cls-1");

        assertThat(result.code()).isEqualTo(ExitCodes.NOT_SENT);
        assertThat(result.out()).contains("Nothing was sent.");
        assertThat(simulator.requests()).isEmpty();
    }

    @Test
    void standardInputThatHoldsRowsCannotConfirm() {
        Result result = CliRunner.on(simulator)
                .confirmingWith("yes")
                .standardInput("classificationId\ncls-1\n")
                .run("classifications", "--from", "-", "--format", "csv");

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.err()).contains("--yes");
        assertThat(simulator.requests()).isEmpty();
    }
}
