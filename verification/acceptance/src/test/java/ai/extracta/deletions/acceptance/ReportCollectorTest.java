package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.testkit.Answer;
import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.test.StepVerifier;

/** What must never be reported would be. */
class ReportCollectorTest {

    @RegisterExtension
    final SimulatorExtension api = new SimulatorExtension();

    @EachTransport
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
