package ai.extracta.deletions.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.extracta.deletions.benchmarks.micro.StackReader.Frame;
import java.util.List;
import org.junit.jupiter.api.Test;

class StackReaderTest {

    @Test
    void theJdkAndJacksonWorkForTheSdkBelowThem() {
        assertThat(StackReader.partOf(List.of(
                        new Frame("java.util.Arrays", "copyOf"),
                        new Frame("tools.jackson.core.json.UTF8JsonGenerator", "writeString"),
                        new Frame("ai.extracta.deletions.internal.DeletionCodec", "encode"),
                        new Frame("ai.extracta.deletions.DeletionClient", "delete"))))
                .isEqualTo(Part.ENCODING);
    }

    @Test
    void whatLiesBeneathATransportIsTheLibrarys() {
        assertThat(StackReader.partOf(List.of(
                        new Frame("java.util.HashMap", "get"),
                        new Frame("reactor.core.publisher.MonoCreate", "subscribe"),
                        new Frame("reactor.netty.http.client.HttpClientConnect", "connect"),
                        new Frame("ai.extracta.deletions.transport.netty.NettyCall", "start"))))
                .isEqualTo(Part.LIBRARY);
    }

    @Test
    void reactorsTimeoutIsTheDeadline() {
        assertThat(StackReader.partOf(List.of(
                        new Frame("reactor.core.publisher.FluxTimeout$TimeoutMainSubscriber", "onNext"),
                        new Frame("ai.extracta.deletions.Attempt", "onNext"))))
                .isEqualTo(Part.DEADLINE);
    }

    @Test
    void otherOperatorsAreNoPartOfWhoeverSubscribed() {
        assertThat(StackReader.partOf(List.of(
                        new Frame("reactor.core.publisher.MonoMap", "subscribeOrReturn"),
                        new Frame("ai.extracta.deletions.internal.Ticket", "run"))))
                .isEqualTo(Part.OPERATORS);
    }

    @Test
    void theProgramThatMeasuresIsNoPartOfTheSdk() {
        assertThat(StackReader.partOf(List.of(
                        new Frame("java.lang.System", "nanoTime"),
                        new Frame("ai.extracta.deletions.benchmarks.micro.ClosedLoop", "next"))))
                .isEqualTo(Part.OTHER);
    }

    @Test
    void aTimeoutOfTheLibraryIsTheLibrarys() {
        assertThat(StackReader.partOf(List.of(
                        new Frame("reactor.core.publisher.FluxRetryWhen", "subscribe"),
                        new Frame("reactor.netty.http.client.HttpClientConnect", "connect"))))
                .isEqualTo(Part.LIBRARY);
    }

    @Test
    void anOperatorAboveAnotherIsTheOneThatWorks() {
        assertThat(StackReader.partOf(List.of(
                        new Frame("reactor.core.publisher.MonoMap", "onNext"),
                        new Frame("reactor.core.publisher.FluxTimeout$TimeoutMainSubscriber", "onNext"),
                        new Frame("ai.extracta.deletions.Attempt", "onNext"))))
                .isEqualTo(Part.OPERATORS);
    }

    @Test
    void reactorsTimerAloneIsTheDeadlines() {
        assertThat(StackReader.partOf(List.of(
                        new Frame("java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue", "take"),
                        new Frame("java.lang.Thread", "run"))))
                .isEqualTo(Part.DEADLINE);
    }

    @Test
    void aTypeInNoPartIsAnErrorThatSaysWhatToDo() {
        assertThatThrownBy(() -> StackReader.partOf(List.of(new Frame("ai.extracta.deletions.Unheard", "of"))))
                .hasMessage("ai.extracta.deletions.Unheard is in no part; name it in Part");
    }
}
