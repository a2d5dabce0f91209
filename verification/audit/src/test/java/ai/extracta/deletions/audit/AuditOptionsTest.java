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
                        "netty, single, safe 1 200000",
                        "netty, single, includingUnknown 1 200000",
                        "netty, single, none 1 200000",
                        "netty, bulk, safe 1 200000",
                        "netty, bulk, includingUnknown 1 200000",
                        "netty, bulk, none 1 200000",
                        "vertx, single, safe 1 200000",
                        "vertx, single, includingUnknown 1 200000",
                        "vertx, single, none 1 200000",
                        "vertx, bulk, safe 1 200000",
                        "vertx, bulk, includingUnknown 1 200000",
                        "vertx, bulk, none 1 200000");
    }

    @Test
    void takesEveryOption() {
        assertThat(audits(
                        "--deletions",
                        "10",
                        "--seed",
                        "-7",
                        "--transport",
                        "vertx",
                        "--policy",
                        "includingUnknown",
                        "--calls",
                        "bulk"))
                .containsExactly("vertx, bulk, includingUnknown -7 10");
    }

    @Test
    void takesAll() {
        assertThat(audits("--transport", "all", "--policy", "all", "--calls", "all"))
                .hasSize(12);
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
        "--calls many, 'there are no many calls; there are single and bulk'",
        "--policy never, 'there is no policy never; there are safe, includingUnknown and none'"
    })
    void namesWhatIsWrong(String arguments, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuditOptions.parse(arguments.split(" ", -1)))
                .withMessage(message);
    }

    private static Stream<String> audits(String... arguments) {
        return AuditOptions.parse(arguments).audits().stream()
                .map(audit -> audit.title() + " " + audit.seed() + " " + audit.deletions());
    }
}
