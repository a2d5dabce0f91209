package ai.extracta.deletions.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Copies text and rejects what is not UTF-8: an id with a replacement character would be a different id. */
final class Utf8Copier {

    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
    private final CharBuffer characters = CharBuffer.allocate(bytes.capacity());
    private final String name;
    private long line = 1;

    /** Copies one text. The name is for messages. */
    Utf8Copier(String name) {
        this.name = name;
    }

    /**
     * Copies everything.
     *
     * @throws UsageException if it is not UTF-8, naming the line
     */
    void copy(InputStream source, TemporaryFile copy) throws IOException {
        boolean isEnd;
        do {
            int start = bytes.position();
            int count = source.read(bytes.array(), start, bytes.remaining());
            isEnd = count < 0;
            bytes.position(start + Math.max(count, 0)).flip();
            validate(isEnd);
            copy.write(bytes.array(), bytes.position());
            bytes.compact();
        } while (!isEnd);
    }

    private void validate(boolean isEnd) {
        rejectUtf16();
        CoderResult result = decoder.decode(bytes, characters.clear(), isEnd);
        for (int i = 0; i < bytes.position(); i++) {
            line += bytes.get(i) == '\n' ? 1 : 0;
        }
        if (result.isError()) {
            throw new UsageException(
                    name + ", line " + line + ": not UTF-8; save it as UTF-8, or ids could be misread");
        }
    }

    /** UTF-16 begins with a byte order mark or, since the first character is ASCII, has a zero byte there. */
    private void rejectUtf16() {
        if (line == 1 && bytes.limit() > 1) {
            byte first = bytes.get(0);
            byte second = bytes.get(1);
            if (first == 0 || second == 0 || (first & second & 0xff) == 0xfe) {
                throw new UsageException(name + ": UTF-16 or UTF-32; save it as UTF-8, in Excel as CSV UTF-8");
            }
        }
    }
}
