package ai.extracta.deletions.ledger;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/** One pass through a ledger's records. */
final class LedgerReader {

    /** Receives the records in the order of the file. */
    interface Target {

        void accept(LedgerRecord record) throws IOException;
    }

    private final Path path;
    private final FileChannel file;
    private final long end;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024).limit(0);
    private RecordDecoder decoder = new Version2Decoder();
    private long lineStart;
    private long lineNumber;
    private long position;

    /** Reads up to the current end of the file, so that it can be read while it is written. */
    LedgerReader(Path path, FileChannel file) throws IOException {
        this.path = path;
        this.file = file;
        this.end = file.size();
    }

    /** Where the file ended when this was created. */
    long end() {
        return end;
    }

    /** The version of the format, after reading. */
    int version() {
        return decoder.version();
    }

    /**
     * Returns the length of the intact part, 0 if even the header is incomplete. A crash left the rest incomplete; it
     * was never acknowledged.
     */
    long read(Target target) throws IOException {
        readHeader();
        return readRecords(target);
    }

    /** Like {@link #read}, but refuses a version that is not written any more. */
    long readCurrent(Target target) throws IOException {
        readHeader();
        if (version() != LedgerHeader.CURRENT_VERSION) {
            throw new IOException(
                    "the ledger " + path + " is of version " + version() + ", which can be exported and not"
                            + " continued. Export it, and delete what it does not have as DELETED or REFUSED with a new"
                            + " ledger. It was not changed.");
        }
        return readRecords(target);
    }

    private long readRecords(Target target) throws IOException {
        if (position == 0) {
            return 0;
        }
        for (byte[] line = nextLine(); line.length > 0; line = nextLine()) {
            if (!LedgerLine.isIntact(line)) {
                long intact = lineStart;
                requireNothingIntactFrom(line);
                return intact;
            }
            target.accept(decoder.decode(line).orElseThrow(this::unknown));
        }
        return end;
    }

    /** Reads no more than the length of the header: another file may be a single huge line. */
    private void readHeader() throws IOException {
        byte[] start = new byte[(int) Math.min(end, LedgerHeader.CURRENT.length)];
        ByteBuffer target = ByteBuffer.wrap(start);
        int read = 0;
        while (target.hasRemaining() && read >= 0) {
            read = file.read(target, target.position());
        }
        if (LedgerHeader.isIncomplete(start)) {
            return;
        }
        if (Arrays.equals(start, LedgerHeader.VERSION_1)) {
            decoder = new Version1Decoder();
        } else if (!Arrays.equals(start, LedgerHeader.CURRENT)) {
            throw new IOException(path + LedgerHeader.problemWith(start) + ". It was not changed.");
        }
        nextLine();
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
