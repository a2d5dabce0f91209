package ai.extracta.deletions.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPauseTest {

    private final RetryPause pause = new RetryPause(Duration.ofSeconds(1), Duration.ofSeconds(3));

    @Test
    void growsUpToTheMaximumWhileNothingSucceeds() {
        pause.onRound();
        assertThat(pause.current()).hasSeconds(2);
        pause.onRound();
        assertThat(pause.current()).hasSeconds(3);
    }

    @Test
    void isShortAgainAfterASuccess() {
        pause.onRound();
        pause.onSuccess();
        pause.onRound();
        assertThat(pause.current()).hasSeconds(1);
    }
}
