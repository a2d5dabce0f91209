package ai.extracta.deletions.acceptance;

import ai.extracta.deletions.acceptance.ScriptedHttp2Connection.Request;
import ai.extracta.deletions.testsupport.RawResponses;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** What no server may send, in place of a response or before one that would confirm the deletion. */
@SuppressWarnings("ImmutableEnumChecker") // The scripts have no state.
enum MalformedHttp2 {
    LONGER_CONTENT_LENGTH(confirmWith("content-length", "1000")),
    SHORTER_CONTENT_LENGTH(confirmWith("content-length", "3")),
    CONTENT_LENGTH_THAT_IS_NO_NUMBER(confirmWith("content-length", "many")),
    NEGATIVE_CONTENT_LENGTH(confirmWith("content-length", "-2")),
    TWO_CONTENT_LENGTHS(request -> {
        Http2Headers head = head("200").add("content-length", length()).add("content-length", "3");
        request.respondHead(head, false);
        request.respondBody(RawResponses.SUCCESS, true);
    }),
    UPPER_CASE_NAME(confirmWith("X-Upper", "y")),
    NAME_WITH_A_SPACE(confirmWith("x y", "z")),
    EMPTY_NAME(confirmWith("", "z")),
    VALUE_WITH_A_LINE_BREAK(confirmWith("x", "y\r\nz: 1")),
    CONNECTION_HEADER(confirmWith("connection", "close")),
    TRANSFER_ENCODING(confirmWith("transfer-encoding", "chunked")),
    PSEUDO_HEADER_OF_A_REQUEST(confirmWith(":path", "/")),
    UNKNOWN_PSEUDO_HEADER(confirmWith(":x", "y")),
    TWO_STATUS(confirmWith(":status", "200")),

    NO_STATUS(confirm(new DefaultHttp2Headers(false).add("x", "y"))),
    STATUS_BELOW_100(confirm(head("99"))),
    STATUS_ABOVE_999(confirm(head("1000"))),
    STATUS_WITH_A_SIGN(confirm(head("+200"))),
    STATUS_WITH_A_SPACE(confirm(head(" 200"))),
    STATUS_THAT_IS_NO_NUMBER(confirm(head("success"))),
    EMPTY_STATUS(confirm(head(""))),
    STATUS_AFTER_A_HEADER(request -> {
        // literal header fields without indexing (RFC 7541 section 6.2.2): x: y, :status: 200
        request.connection().frame(1, 4, request.stream(), bytes("\0\1x\1y\0\7:status\3" + "200"));
        request.respondBody(RawResponses.SUCCESS, true);
    }),

    SWITCHING_PROTOCOLS(request -> {
        request.respondHead(101);
        request.respondBody(RawResponses.SUCCESS, true);
    }),
    INTERIM_RESPONSE_AS_THE_LAST_WORD(request -> request.respondHead(head("103"), true)),
    DATA_BEFORE_HEADERS(request -> {
        request.respondBody(RawResponses.SUCCESS, false);
        request.confirm();
    }),
    HEADERS_TWICE(request -> {
        request.respondHead(200);
        request.confirm();
    }),
    TRAILERS_WITH_A_STATUS(request -> {
        request.respondHead(200);
        request.respondBody(RawResponses.SUCCESS, false);
        request.respondHead(head("200"), true);
    }),
    TRAILERS_THAT_ARE_NOT_THE_END(request -> {
        request.respondHead(200);
        request.respondBody(RawResponses.SUCCESS, false);
        request.respondHead(new DefaultHttp2Headers().add("x", "y"), false);
        request.respondBody("more", true);
    }),

    DATA_ON_A_STREAM_THAT_IS_IDLE(frame(0, 0, 99, "x")),
    HEADERS_ON_A_STREAM_THAT_IS_IDLE(frame(1, 5, 99, "\210")),
    RESET_OF_A_STREAM_THAT_IS_IDLE(frame(3, 0, 99, "\0\0\0\0")),
    DATA_ON_STREAM_0(frame(0, 0, 0, "x")),
    HEADERS_ON_STREAM_0(frame(1, 4, 0, "\210")),
    SETTINGS_ON_A_STREAM(request -> {
        request.connection().frame(4, 0, request.stream());
        request.confirm();
    }),
    SETTINGS_OF_A_BROKEN_LENGTH(frame(4, 0, 0, "\0\0\0")),
    SETTINGS_ACK_WITH_A_SETTING(frame(4, 1, 0, "\0\3\0\0\0\1")),
    SETTINGS_WITH_A_WINDOW_THAT_IS_TOO_LARGE(frame(4, 0, 0, "\0\4\377\377\377\377")),
    SETTINGS_WITH_A_FRAME_SIZE_THAT_IS_TOO_SMALL(frame(4, 0, 0, "\0\5\0\0\0\1")),
    PING_OF_A_BROKEN_LENGTH(frame(6, 0, 0, "\0\0\0\0\0\0\0")),
    PING_ON_A_STREAM(frame(6, 0, 1, "\0\0\0\0\0\0\0\0")),
    GOAWAY_ON_A_STREAM(frame(7, 0, 1, "\0\0\0\1\0\0\0\0")),
    WINDOW_UPDATE_OF_0(frame(8, 0, 0, "\0\0\0\0")),
    WINDOW_UPDATE_THAT_OVERFLOWS(frame(8, 0, 0, "\177\377\377\377")),
    RESET_OF_A_BROKEN_LENGTH(request -> request.connection().frame(3, 0, request.stream(), bytes("\0"))),
    CONTINUATION_WITHOUT_HEADERS(request -> {
        request.connection().frame(9, 4, request.stream(), bytes("\210"));
        request.confirm();
    }),
    DATA_BEFORE_CONTINUATION(request -> {
        request.connection().frame(1, 0, request.stream(), bytes("\210"));
        request.respondBody(RawResponses.SUCCESS, true);
    }),
    CONTINUATION_ON_ANOTHER_STREAM(request -> {
        request.connection().frame(1, 0, request.stream(), bytes("\210"));
        request.connection().frame(9, 4, request.stream() + 2, bytes("\210"));
    }),
    PADDING_LONGER_THAN_THE_FRAME(request -> {
        request.respondHead(200);
        request.connection().frame(0, 9, request.stream(), bytes("\377" + RawResponses.SUCCESS));
    }),
    FRAME_THAT_IS_TOO_LARGE(request -> {
        request.respondHead(200);
        request.connection().frame(0, 1, request.stream(), new byte[20_000]);
    }),
    INVALID_HPACK_INDEX(request -> request.connection().frame(1, 4, request.stream(), bytes("\377\377\377\377\17"))),
    INVALID_HPACK_LENGTH(request -> request.connection().frame(1, 4, request.stream(), bytes("\0\177\377\377\377\7"))),
    INVALID_HUFFMAN_CODE(
            request -> request.connection().frame(1, 4, request.stream(), bytes("\0\204\377\377\377\377\1y"))),
    CUT_HEADER_BLOCK(request -> request.connection().frame(1, 4, request.stream(), bytes("\0\7:sta"))),
    HTTP_1_1(request -> request.connection().raw(bytes(RawResponses.WHOLE_SUCCESS)));

    private final Consumer<Request> script;

    MalformedHttp2(Consumer<Request> script) {
        this.script = script;
    }

    void send(Request request) {
        script.accept(request);
    }

    private static Consumer<Request> frame(int type, int flags, int stream, String payload) {
        return request -> {
            request.connection().frame(type, flags, stream, bytes(payload));
            request.confirm();
        };
    }

    private static Consumer<Request> confirmWith(String name, String value) {
        return confirm(head("200").add(name, value));
    }

    private static Consumer<Request> confirm(Http2Headers head) {
        return request -> {
            request.respondHead(head, false);
            request.respondBody(RawResponses.SUCCESS, true);
        };
    }

    private static Http2Headers head(String status) {
        return new DefaultHttp2Headers(false).add(":status", status);
    }

    private static String length() {
        return String.valueOf(RawResponses.SUCCESS.length());
    }

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }
}
