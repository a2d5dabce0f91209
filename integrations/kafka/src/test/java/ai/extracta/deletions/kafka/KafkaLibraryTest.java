package ai.extracta.deletions.kafka;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaLibraryTest {

    private enum WithoutRenewal {
        ACCEPT,
        RELEASE,
        REJECT
    }

    @Test
    void theVersionOfThisBuildWillDo() {
        assertThatNoException().isThrownBy(KafkaLibrary::requireShareGroups);
    }

    /** That of kafka-clients 4.1 has no renewal; versions before 4.0 have no such class. */
    static Stream<String> earlierVersions() {
        return Stream.of(WithoutRenewal.class.getName(), "no.such.AcknowledgeType");
    }

    @ParameterizedTest
    @MethodSource("earlierVersions")
    void anEarlierVersionIsNamedWithWhatToDo(String acknowledgeType) {
        assertThatIllegalStateException()
                .isThrownBy(() -> KafkaLibrary.requireShareGroups(acknowledgeType, "4.1.2"))
                .withMessageContainingAll("4.2 or later", "4.1.2 is on the class path", "kafka.version")
                .withMessageContaining("consumerGroup()");
    }
}
