package ai.extracta.deletions.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The hint is a command that can be pasted into a shell. */
class ResumeHintTest {

    @Test
    void rowsGoOnWithResume() {
        assertThat(ResumeHint.resume(
                        List.of("--verbose", "files", "--from", "my rows.csv", "--ledger", "job.ledger"),
                        "files",
                        Kind.FILES))
                .isEqualTo("To go on: extracta-delete resume --kind files --verbose --from 'my rows.csv' --ledger"
                        + " job.ledger");
    }

    @Test
    void argumentsGoOnAsTheyAreAndAreQuoted() {
        assertThat(ResumeHint.rerun(List.of("batches", "it's", "b;rm", "--ledger", "j")))
                .isEqualTo("To go on: extracta-delete batches 'it'\\''s' 'b;rm' --ledger j");
    }
}
