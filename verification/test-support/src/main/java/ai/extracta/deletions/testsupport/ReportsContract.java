package ai.extracta.deletions.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.testkit.Answer;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.test.StepVerifier;

/** Proves that blocking and leaks are reported in the module that extends this. */
public abstract class ReportsContract {

    @RegisterExtension
    final SimulatorExtension api = new SimulatorExtension();

    static List<TransportType> transports() {
        return TransportType.onClassPath();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void sayThatASignalWasBlocked(TransportType transport) {
        api.simulator().answerAlways(Answer.status(204, ""));
        StepVerifier.create(api.client(transport).deleteClassification("cls-1").doOnNext(receipt -> block()))
                .expectError()
                .verify(SimulatorExtension.TIMEOUT);
        assertThat(ReportCollector.drain()).singleElement().asString().contains("java.lang.Thread.sleep");
    }

    private static void block() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void sayThatABufferLeaked() {
        leak();
        ReportingLeakDetector.detect();
        assertThat(ReportCollector.drain()).singleElement().asString().startsWith("leaked ByteBuf");
    }

    private static void leak() {
        assertThat(ByteBufAllocator.DEFAULT.buffer(1).isReadable()).isFalse();
    }
}
