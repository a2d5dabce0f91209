package ai.extracta.deletions.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * Reads from a peer and can, unlike {@link java.io.BufferedInputStream}, read ahead without consuming: the only way to
 * notice that the peer has disconnected while its request is still pending.
 */
final class ReadAheadInputStream extends InputStream {

    private static final int MAX_READ_AHEAD = 65 * 1024 * 1024;

    private final InputStream source;
    private byte[] buffer = new byte[8 * 1024];
    private int start;
    private int end;

    ReadAheadInputStream(InputStream source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        return start < end || readAhead() ? buffer[start++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (start == end && !readAhead()) {
            return -1;
        }
        int count = Math.min(length, end - start);
        System.arraycopy(buffer, start, target, offset, count);
        start += count;
        return count;
    }

    @Override
    public int available() {
        return end - start;
    }

    /** Waits for more bytes and keeps them; false at the end of the stream. */
    boolean readAhead() throws IOException {
        makeRoom();
        int count = source.read(buffer, end, buffer.length - end);
        end += Math.max(0, count);
        return count >= 0;
    }

    private void makeRoom() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        if (end == buffer.length) {
            if (end >= MAX_READ_AHEAD) {
                throw new IOException("the peer sent too much while its request is pending");
            }
            buffer = Arrays.copyOf(buffer, Math.min(MAX_READ_AHEAD, 2 * buffer.length));
        }
    }
}
