package ai.extracta.deletions.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditOptionsTest {

    @Test
    void auditsEveryTransportWithEveryPolicyByDefault() {
        assertThat(audits())
                .containsExactly(
                        "netty safe 1 200000",
                        "netty includingUnknown 1 200000",
                        "netty none 1 200000",
                        "vertx safe 1 200000",
                        "vertx includingUnknown 1 200000",
                        "vertx none 1 200000");
    }

    @Test
    void takesEveryOption() {
        assertThat(audits("--deletions", "10", "--seed", "-7", "--transport", "vertx", "--policy", "includingUnknown"))
                .containsExactly("vertx includingUnknown -7 10");
    }

    @Test
    void takesAll() {
        assertThat(audits("--transport", "all", "--policy", "all")).hasSize(6);
    }

    @Test
    void looksNoFurtherThanHelp() {
        assertThat(AuditOptions.parse("--help", "--nonsense").help()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "--nonsense, there is no option --nonsense",
        "extra, there is no option extra",
        "--seed, --seed needs a value",
        "--seed x, '--seed needs a whole number of up to 18 digits, not x'",
        "--deletions 0, '--deletions needs a whole number from 1 to 999999999, not 0'",
        "--deletions -1, '--deletions needs a whole number from 1 to 999999999, not -1'",
        "--transport jdk, 'there is no transport jdk; there are netty, vertx'",
        "--policy never, 'there is no policy never; there are safe, includingUnknown and none'"
    })
    void namesWhatIsWrong(String arguments, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuditOptions.parse(arguments.split(" ", -1)))
                .withMessage(message);
    }

    private static Stream<String> audits(String... arguments) {
        return AuditOptions.parse(arguments).audits().stream()
                .map(audit ->
                        audit.transport().name() + " " + audit.policy() + " " + audit.seed() + " " + audit.deletions());
    }
}
