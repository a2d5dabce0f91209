package ai.extracta.deletions.ledger;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** One pass through a ledger's records. */
final class LedgerReader {

    private static final String FORMAT = "{\"format\":\"extracta-deletions-ledger\",\"version\":";

    /** The first line of every ledger. */
    static final byte[] HEADER = LedgerLine.of(FORMAT + "1}");

    private static final byte[] UTF_8_MARK = "\ufeff".getBytes(StandardCharsets.UTF_8);

    /** Receives the records in the order of the file. */
    interface Target {

        void accept(LedgerRecord record) throws IOException;
    }

    private final Path path;
    private final FileChannel file;
    private final long end;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024).limit(0);
    private long lineStart;
    private long lineNumber;
    private long position;

    /** Reads up to the current end of the file, so that it can be read while it is written. */
    LedgerReader(Path path, FileChannel file) throws IOException {
        this.path = path;
        this.file = file;
        this.end = file.size();
    }

    /**
     * Returns the length of the intact part, 0 if even the header is incomplete. A crash left the rest incomplete; it
     * was never acknowledged.
     */
    long read(Target target) throws IOException {
        if (!readHeader()) {
            return 0;
        }
        for (byte[] line = nextLine(); line.length > 0; line = nextLine()) {
            if (!LedgerLine.isIntact(line)) {
                long intact = lineStart;
                requireNothingIntactFrom(line);
                return intact;
            }
            target.accept(LedgerCodec.decode(line).orElseThrow(this::unknown));
        }
        return end;
    }

    /** Reads no more than the length of the header: another file may be a single huge line. */
    private boolean readHeader() throws IOException {
        byte[] start = new byte[(int) Math.min(end, HEADER.length)];
        ByteBuffer target = ByteBuffer.wrap(start);
        int read = 0;
        while (target.hasRemaining() && read >= 0) {
            read = file.read(target, target.position());
        }
        if (Arrays.equals(start, HEADER)) {
            nextLine();
            return true;
        }
        if (start.length < HEADER.length && Arrays.equals(start, Arrays.copyOf(HEADER, start.length))) {
            return false;
        }
        throw new IOException(path + problemWith(start) + ". It was not changed.");
    }

    private static String problemWith(byte[] start) {
        String conversion = conversionOf(start);
        if (!conversion.isEmpty()) {
            return " is a deletion ledger that a program has converted: " + conversion
                    + ". Restore it from a copy, or convert it back";
        }
        return isOtherVersion(start)
                ? " is a ledger of another version; use the version of the SDK that wrote it"
                : " is not a deletion ledger, or its first line is damaged; name a file that does not exist yet";
    }

    /** What an editor, a shell or a file transfer in text mode does to a file; empty if it is none of that. */
    private static String conversionOf(byte[] start) {
        if (start.length == HEADER.length && isHeader(start, 0, HEADER.length - 1)) {
            return start[HEADER.length - 1] == '\r' ? "its lines end in CR LF instead of LF" : "";
        }
        if (start.length > UTF_8_MARK.length && isHeader(start, UTF_8_MARK.length, start.length - UTF_8_MARK.length)) {
            return "it begins with a byte order mark";
        }
        return Stream.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)
                        .map(charset -> new String(start, charset).getBytes(StandardCharsets.UTF_8))
                        .anyMatch(text -> text.length > FORMAT.length() / 2 && isHeader(text, 0, FORMAT.length() / 2))
                ? "it is UTF-16 instead of UTF-8"
                : "";
    }

    private static boolean isHeader(byte[] bytes, int from, int length) {
        return Arrays.equals(bytes, from, from + length, HEADER, 0, length);
    }

    private static boolean isOtherVersion(byte[] start) {
        return new String(start, StandardCharsets.UTF_8).startsWith(FORMAT, LedgerLine.PREFIX);
    }

    private void requireNothingIntactFrom(byte[] broken) throws IOException {
        long number = lineNumber;
        long start = lineStart;
        for (byte[] line = broken; line.length > 0; line = nextLine()) {
            if (LedgerLine.isIntact(line) || LedgerLine.endsInIntact(line)) {
                throw damaged(number, start);
            }
        }
    }

    private IOException damaged(long number, long start) {
        return new IOException("the ledger " + path + " is damaged in line " + number + ", at byte " + start
                + ", and intact records follow. It was not changed. Restore it from a copy; or cut it off at byte "
                + start
                + " and accept that later records are lost and their requests will be sent again.");
    }

    private IOException unknown() {
        return new IOException("line " + lineNumber + " of the ledger " + path + ", at byte " + lineStart
                + ", is not a record of this version of the SDK; use the version that wrote it. It was not changed.");
    }

    /** Returns the next line, including its line feed if there is one; empty at the end. */
    private byte[] nextLine() throws IOException {
        lineStart = position;
        lineNumber++;
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        while (buffer.hasRemaining() || refill()) {
            int from = buffer.position();
            int to = endOfLine(from);
            line.write(buffer.array(), from, to - from);
            buffer.position(to);
            position += to - from;
            if (buffer.get(to - 1) == '\n') {
                break;
            }
        }
        return line.toByteArray();
    }

    private int endOfLine(int from) {
        for (int i = from; i < buffer.limit(); i++) {
            if (buffer.get(i) == '\n') {
                return i + 1;
            }
        }
        return buffer.limit();
    }

    private boolean refill() throws IOException {
        buffer.clear().limit((int) Math.min(buffer.capacity(), end - position));
        boolean isMore = buffer.hasRemaining() && file.read(buffer, position) > 0;
        buffer.flip();
        return isMore;
    }
}
