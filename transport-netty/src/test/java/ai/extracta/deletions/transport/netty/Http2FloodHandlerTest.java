package ai.extracta.deletions.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.transport.TransportSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class Http2FloodHandlerTest {

    private static final int RESERVE_BYTES = 65_536;
    private static final int BYTES_PER_REQUEST = 2 * (2_000 + 10_000) + RESERVE_BYTES;

    private final Http2FloodHandler handler = new Http2FloodHandler(TransportSettings.builder()
            .maxHeaderBytes(2_000)
            .maxResponseBytes(10_000)
            .build());
    private final EmbeddedChannel connection = new EmbeddedChannel(handler);

    @AfterEach
    void close() {
        connection.finishAndReleaseAll();
    }

    @Test
    void permitsLittleBeforeTheFirstRequest() {
        receive(RESERVE_BYTES);
        assertThat(connection.isOpen()).isTrue();

        receive(1);
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void permitsAResponseForEachOpenRequest() {
        handler.allowResponse(1);
        handler.allowResponse(2);

        receive(2 * BYTES_PER_REQUEST);
        assertThat(connection.isOpen()).isTrue();

        receive(1);
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void doesNotSaveUpWhatEarlierResponsesLeft() {
        for (int i = 0; i < 100; i++) {
            handler.allowResponse(1);
        }

        receive(BYTES_PER_REQUEST + 1);

        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void passesNothingOnAndLeaksNothingOnceItHasClosedTheConnection() {
        ByteBuf flood = Unpooled.buffer().writeZero(RESERVE_BYTES + 1);

        boolean passedOn = connection.writeInbound(flood);

        assertThat(passedOn).isFalse();
        assertThat(flood.refCnt()).isZero();
    }

    private void receive(int bytes) {
        boolean ignored = connection.writeInbound(Unpooled.buffer().writeZero(bytes));
    }
}
