package ai.extracta.deletions.bulk;

import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.internal.LedgerCodec;
import ai.extracta.deletions.internal.LedgerRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One pass through a ledger's records. */
final class LedgerReader {

    private static final String FORMAT = "{\"format\":\"extracta-deletions-ledger\",\"version\":";

    /** The first line of every ledger. */
    static final byte[] HEADER = LedgerLine.of(FORMAT + "1}");

    private static final Set<String> STATES =
            Stream.of(State.values()).map(State::name).collect(Collectors.toUnmodifiableSet());

    /** Takes records in the order of the file. */
    interface Target {

        void accept(LedgerRecord record) throws IOException;
    }

    private final Path path;
    private final LedgerFile file;
    private final long end;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024).limit(0);
    private long lineStart;
    private long lineNumber;
    private long position;

    /** Reads no further than where the file ends now, so that it can be read while it is written. */
    LedgerReader(Path path, LedgerFile file) throws IOException {
        this.path = path;
        this.file = file;
        this.end = file.size();
    }

    /**
     * Reads all records.
     *
     * @return how much of the file is whole: what follows is what a crash left of records that nobody was told are durable, and
     *     0 if not even the header is
     */
    long read(Target target) throws IOException {
        if (!readHeader()) {
            return 0;
        }
        for (byte[] line = nextLine(); line.length > 0; line = nextLine()) {
            if (!LedgerLine.isIntact(line)) {
                long whole = lineStart;
                requireNothingIntactFrom(line);
                return whole;
            }
            target.accept(LedgerCodec.decode(line, LedgerLine.PREFIX, line.length - 1)
                    .filter(LedgerReader::hasKnownStates)
                    .orElseThrow(this::unknown));
        }
        return end;
    }

    /** Looks at no more than a header's length, as anything else may be one huge line. */
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
        throw new IOException(path
                + (isOtherVersion(start)
                        ? " is a ledger of another version; use the version of the SDK that wrote it"
                        : " is not a deletion ledger, or its first line is damaged; name a file that does not exist yet")
                + ". It was not changed.");
    }

    private static boolean isOtherVersion(byte[] start) {
        return new String(start, StandardCharsets.UTF_8).startsWith(FORMAT, LedgerLine.PREFIX);
    }

    private static boolean hasKnownStates(LedgerRecord record) {
        return record.entries().stream().allMatch(entry -> STATES.contains(entry.state()));
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
                + " and accept that what was recorded from there on is not known any more and will be sent again.");
    }

    private IOException unknown() {
        return new IOException("line " + lineNumber + " of the ledger " + path + ", at byte " + lineStart
                + ", is none that this version of the SDK writes; use the one that wrote it. It was not changed.");
    }

    /** Returns the next line with its line feed, if it has one; empty at the end. */
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
