package ai.extracta.deletions.transport.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body in parts, up to a size. */
class BodyCollectorTest {

    @Test
    void aBodyWithoutChunksIsEmpty() {
        assertThat(new BodyCollector(10).body().remaining()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 10})
    void chunksAreJoinedInOrderUpToTheLimit(int length) {
        BodyCollector collector = new BodyCollector(10);

        for (int from = 0; from < 10; from += length) {
            assertThat(add(collector, "0123456789".substring(from, Math.min(10, from + length))))
                    .isTrue();
        }

        assertThat(collector.body()).isEqualTo(StandardCharsets.US_ASCII.encode("0123456789"));
        assertThat(add(collector, "x")).isFalse();
    }

    @Test
    void aChunkThatExceedsTheLimitIsNotAdded() {
        BodyCollector collector = new BodyCollector(3);

        assertThat(add(collector, "ab")).isTrue();
        assertThat(add(collector, "cd")).isFalse();
        assertThat(add(new BodyCollector(3), "abcd")).isFalse();

        assertThat(collector.body()).isEqualTo(ByteBuffer.wrap(new byte[] {'a', 'b'}));
    }

    @Test
    void aBodyInOneChunkTakesExactlyItsSize() {
        BodyCollector collector = new BodyCollector(1 << 20);

        add(collector, "0123456789");

        assertThat(collector.body().array()).hasSize(10);
    }

    private static boolean add(BodyCollector collector, String chunk) {
        byte[] bytes = chunk.getBytes(StandardCharsets.US_ASCII);
        return collector.add(
                bytes.length, (target, offset) -> System.arraycopy(bytes, 0, target, offset, bytes.length));
    }
}
