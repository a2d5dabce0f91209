package ai.extracta.deletions.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A response with a head; {@code content-length} is added where RFC 9110 section 8.6 wants one. */
record Response(int status, List<HeaderField> headers, String body) {

    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(200, "OK"),
            Map.entry(202, "Accepted"),
            Map.entry(204, "No Content"),
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(408, "Request Timeout"),
            Map.entry(409, "Conflict"),
            Map.entry(413, "Content Too Large"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(431, "Request Header Fields Too Large"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(501, "Not Implemented"),
            Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Gateway Timeout"),
            Map.entry(505, "HTTP Version Not Supported"));

    Response {
        headers = List.copyOf(headers);
    }

    static Response json(int status, String body) {
        return new Response(status, List.of(), body).with("content-type", "application/json; charset=utf-8");
    }

    static Response success(String message) {
        return json(200, Json.message("success", message));
    }

    static Response error(int status, String message) {
        return json(status, Json.message("error", message));
    }

    /** Replaces the header, or adds it if there was none. */
    Response with(HeaderField field) {
        List<HeaderField> fields = new ArrayList<>(headers);
        fields.removeIf(old -> old.isNamed(field.name()));
        fields.add(field);
        return new Response(status, fields, body);
    }

    Response with(String name, String value) {
        return with(new HeaderField(name, value));
    }

    boolean closesConnection() {
        return headers.stream()
                .anyMatch(field -> field.isNamed("connection") && field.value().equalsIgnoreCase("close"));
    }

    byte[] headBytes() {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " " + REASONS.getOrDefault(status, "") + "\r\n");
        allHeaders().forEach(field -> head.append(field.name() + ": " + field.value() + "\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    byte[] bodyBytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    /** Head and the first bytes of the body. */
    byte[] bytes(int bodyLength) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(headBytes());
        all.write(bodyBytes(), 0, bodyLength);
        return all.toByteArray();
    }

    private Stream<HeaderField> allHeaders() {
        boolean framed = headers.stream()
                .anyMatch(field -> field.isNamed("content-length") || field.isNamed("transfer-encoding"));
        if (framed || (status == 204 && body.isEmpty())) {
            return headers.stream();
        }
        HeaderField length = new HeaderField("content-length", Integer.toString(bodyBytes().length));
        return Stream.concat(headers.stream(), Stream.of(length));
    }
}
