package ai.extracta.deletions.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Where a request's body ends (RFC 9112 section 6); whatever two readers could read differently is refused. */
record BodyFraming(boolean chunked, long length) {

    static final int MAX_LENGTH = 64 * 1024 * 1024;

    private static final int MAX_LINE_LENGTH = 8 * 1024;
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final Pattern CHUNK_SIZE = Pattern.compile("[0-9A-Fa-f]{1,15}");

    static BodyFraming of(RequestHead head) throws MalformedRequestException {
        Set<String> lengths = new LinkedHashSet<>(head.headers().all("content-length"));
        if (!head.headers().all("transfer-encoding").isEmpty()) {
            requireChunkedOnly(head, lengths);
            return new BodyFraming(true, 0);
        }
        if (lengths.isEmpty()) {
            return new BodyFraming(false, 0);
        }
        String length = lengths.iterator().next();
        if (lengths.size() > 1 || !LENGTH.matcher(length).matches()) {
            throw new MalformedRequestException(400, "The content-length is malformed");
        }
        return new BodyFraming(false, requireWithinLimit(Long.parseLong(length)));
    }

    boolean hasBody() {
        return chunked || length > 0;
    }

    byte[] read(ReadAheadInputStream input) throws IOException {
        return chunked ? readChunks(input) : readExactly(input, (int) length);
    }

    private static void requireChunkedOnly(RequestHead head, Set<String> lengths) throws MalformedRequestException {
        if (!String.join(",", head.headers().all("transfer-encoding")).equalsIgnoreCase("chunked")) {
            throw new MalformedRequestException(501, "The only transfer-encoding known here is chunked");
        }
        if (!lengths.isEmpty() || head.isHttp10()) {
            throw new MalformedRequestException(400, "Here transfer-encoding goes with HTTP/1.1 and no content-length");
        }
    }

    private static byte[] readChunks(ReadAheadInputStream input) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = readChunkSize(input, body); size > 0; size = readChunkSize(input, body)) {
            body.writeBytes(readExactly(input, size));
            if (!readLine(input).isEmpty()) {
                throw new MalformedRequestException(400, "A chunk is longer than it says");
            }
        }
        skipTrailers(input);
        return body.toByteArray();
    }

    private static int readChunkSize(ReadAheadInputStream input, ByteArrayOutputStream body) throws IOException {
        String size = readLine(input).split(";", 2)[0].strip();
        if (!CHUNK_SIZE.matcher(size).matches()) {
            throw new MalformedRequestException(400, "A chunk size is malformed");
        }
        return (int) (requireWithinLimit(body.size() + Long.parseLong(size, 16)) - body.size());
    }

    private static void skipTrailers(ReadAheadInputStream input) throws IOException {
        int skipped = 0;
        for (String line = readLine(input); !line.isEmpty(); line = readLine(input)) {
            skipped += line.length();
            if (skipped > RequestHead.MAX_LENGTH) {
                throw new MalformedRequestException(431, "The trailer section is too long");
            }
        }
    }

    private static String readLine(ReadAheadInputStream input) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0) {
                throw new EOFException("the peer ended the connection within a body");
            }
            if (line.length() == MAX_LINE_LENGTH) {
                throw new MalformedRequestException(400, "A line of the chunked body is too long");
            }
            line.append((char) next);
        }
        int last = line.length() - 1;
        return last >= 0 && line.charAt(last) == '\r' ? line.substring(0, last) : line.toString();
    }

    private static byte[] readExactly(ReadAheadInputStream input, int count) throws IOException {
        byte[] bytes = input.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("the peer ended the connection within a body");
        }
        return bytes;
    }

    private static long requireWithinLimit(long length) throws MalformedRequestException {
        if (length > MAX_LENGTH) {
            throw new MalformedRequestException(413, "The body is longer than " + MAX_LENGTH + " bytes");
        }
        return length;
    }
}
