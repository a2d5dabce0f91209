package ai.extracta.deletions.testkit;

import ai.extracta.deletions.transport.Headers;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Request line and header section (RFC 9112), parsed and, one character per byte, exactly as they arrived. */
record RequestHead(String method, String target, int minorVersion, Headers headers, String raw) {

    static final int MAX_LENGTH = 64 * 1024;

    private static final Pattern REQUEST_LINE =
            Pattern.compile("(" + HeaderField.TOKEN + ") ([\\x21-\\x7e]+) HTTP/([0-9])\\.([0-9])");

    /** Reads up to and including the empty line; empty if the peer ended the connection before another request. */
    static Optional<RequestHead> read(ReadAheadInputStream input) throws IOException {
        StringBuilder head = new StringBuilder();
        int next = firstByte(input);
        if (next < 0) {
            return Optional.empty();
        }
        while (next != '\n' || !endsLine(head)) {
            if (next < 0) {
                throw new EOFException("the peer ended the connection within a request");
            }
            if (head.length() == MAX_LENGTH) {
                throw new MalformedRequestException(431, "The header section is longer than " + MAX_LENGTH + " bytes");
            }
            head.append((char) next);
            next = input.read();
        }
        return Optional.of(parse(head.append('\n').toString()));
    }

    boolean isHttp10() {
        return minorVersion == 0;
    }

    /** Whether a header that is a list (RFC 9110 section 5.6.1) has this member. */
    boolean hasListMember(String name, String member) {
        return headers.all(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .anyMatch(part -> part.strip().equalsIgnoreCase(member));
    }

    /** RFC 9112 section 2.2: empty lines before a request line are to be ignored. */
    private static int firstByte(ReadAheadInputStream input) throws IOException {
        int next = input.read();
        while (next == '\r' || next == '\n') {
            next = input.read();
        }
        return next;
    }

    private static boolean endsLine(StringBuilder head) {
        int last = head.length() - 1;
        int end = last >= 0 && head.charAt(last) == '\r' ? last - 1 : last;
        return end >= 0 && head.charAt(end) == '\n';
    }

    private static RequestHead parse(String raw) throws MalformedRequestException {
        List<String> lines = raw.lines().toList();
        Matcher requestLine = REQUEST_LINE.matcher(lines.get(0));
        if (!requestLine.matches()) {
            throw new MalformedRequestException(400, "The request line is malformed");
        }
        if (!requestLine.group(3).equals("1")) {
            throw new MalformedRequestException(505, "Only HTTP/1.1 and HTTP/1.0 are spoken here");
        }
        Headers headers = parseFields(lines.subList(1, lines.size() - 1));
        int minorVersion = Integer.parseInt(requestLine.group(4));
        if (minorVersion > 0 && headers.all("host").size() != 1) {
            throw new MalformedRequestException(400, "HTTP/1.1 needs exactly one host header");
        }
        return new RequestHead(requestLine.group(1), requestLine.group(2), minorVersion, headers, raw);
    }

    private static Headers parseFields(List<String> lines) throws MalformedRequestException {
        List<String> namesAndValues = new ArrayList<>();
        for (String line : lines) {
            HeaderField field = parseField(line);
            namesAndValues.add(field.name());
            namesAndValues.add(field.value());
        }
        return Headers.of(namesAndValues.toArray(String[]::new));
    }

    private static HeaderField parseField(String line) throws MalformedRequestException {
        int colon = Math.max(0, line.indexOf(':'));
        try {
            return new HeaderField(
                    line.substring(0, colon),
                    line.substring(Math.min(colon + 1, line.length())).strip());
        } catch (IllegalArgumentException malformed) {
            throw new MalformedRequestException(400, "A header line is malformed");
        }
    }
}
