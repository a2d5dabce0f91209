package ai.extracta.deletions.benchmarks.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DelayHandlerTest {

    private final EmbeddedChannel channel = new EmbeddedChannel(new DelayHandler(Duration.ofMillis(25)));

    DelayHandlerTest() {
        channel.freezeTime();
    }

    @Test
    void delaysWhatComesAndWhatGoes() {
        channel.writeInbound("request");
        ChannelFuture unused = channel.writeOneOutbound("response");
        advance(24);
        assertThat(channel.<String>readInbound()).isNull();
        assertThat(channel.<String>readOutbound()).isNull();

        advance(1);

        assertThat(channel.<String>readInbound()).isEqualTo("request");
        assertThat(channel.<String>readOutbound()).isEqualTo("response");
    }

    @Test
    void losesWhatArrivesAfterTheServerHasClosed() {
        channel.writeInbound("request");
        ChannelFuture unused = channel.pipeline().close();
        advance(24);
        assertThat(channel.isOpen()).isTrue();

        advance(1);

        assertThat(channel.<String>readInbound()).isNull();
        assertThat(channel.isOpen()).isFalse();
    }

    private void advance(int millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }
}
