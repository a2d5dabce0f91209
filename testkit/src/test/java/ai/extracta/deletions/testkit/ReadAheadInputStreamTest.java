package ai.extracta.deletions.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReadAheadInputStreamTest {

    private static final int MEGABYTE = 1024 * 1024;

    private static InputStream endless() {
        return new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                return length;
            }
        };
    }

    @Test
    void readsAheadWithoutConsuming() throws IOException {
        ReadAheadInputStream input = new ReadAheadInputStream(new ByteArrayInputStream(new byte[] {1, 2, 3}));

        assertThat(input.readAhead()).isTrue();
        assertThat(input.readAhead()).isFalse();
        assertThat(input.readAllBytes()).containsExactly(1, 2, 3);
    }

    @Test
    void readsNothingIfNothingIsRequested() throws IOException {
        assertThat(new ReadAheadInputStream(InputStream.nullInputStream()).read(new byte[0]))
                .isZero();
    }

    @Test
    void keepsNothingOfWhatWasConsumed() throws IOException {
        ReadAheadInputStream input = new ReadAheadInputStream(endless());
        for (int i = 0; i < 100; i++) {
            input.skipNBytes(MEGABYTE);
        }

        assertThat(input.read()).isGreaterThanOrEqualTo(0);
    }

    @Test
    void refusesToReadAheadWithoutEnd() {
        ReadAheadInputStream input = new ReadAheadInputStream(endless());

        assertThatIOException()
                .isThrownBy(() -> {
                    while (input.readAhead()) {
                        assertThat(input).isNotNull();
                    }
                })
                .withMessage("the peer sent too much while its request is pending");
    }
}
