package ai.extracta.deletions.fuzz;

import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.SendListener;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportResponse;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/**
 * The events of one attempt. Written as a status, header lines, an empty line and a body; or as {@code !KIND 0} or
 * {@code !KIND 1}, a failure before or after sending; or as {@code !THROW} and a text.
 *
 * <p>What it proves is decided independently of core, or bounded where it cannot be decided.
 */
interface ScriptedAttempt {

    static ScriptedAttempt parse(String text) {
        if (text.startsWith("!")) {
            return Failure.parse(text.substring(1));
        }
        int end = text.indexOf("\n\n");
        String[] head = (end < 0 ? text : text.substring(0, end)).split("\n", -1);
        List<String> fields = new ArrayList<>();
        for (int i = 1; i < head.length; i++) {
            int colon = head[i].indexOf(':');
            fields.add(colon < 0 ? head[i] : head[i].substring(0, colon));
            fields.add(colon < 0 ? "" : head[i].substring(colon + 1).strip());
        }
        return new Response(
                statusOf(head[0]), Headers.of(fields.toArray(String[]::new)), end < 0 ? "" : text.substring(end + 2));
    }

    private static int statusOf(String line) {
        String digits = line.replaceAll("[^0-9]", "");
        return digits.isEmpty() || digits.length() > 4 ? 200 : Integer.parseInt(digits);
    }

    Mono<TransportResponse> perform(SendListener listener);

    default int status() {
        return 0;
    }

    default boolean mayConfirm() {
        return false;
    }

    default boolean mustConfirm() {
        return false;
    }

    default boolean mayRefuse() {
        return false;
    }

    boolean mayBeUnknown();

    boolean mustBeUnknown();

    default boolean mayBeUnsent() {
        return false;
    }

    /** A response. */
    record Response(int status, Headers headers, String body) implements ScriptedAttempt {

        @Override
        public Mono<TransportResponse> perform(SendListener listener) {
            listener.pending();
            listener.sending();
            return Mono.just(new TransportResponse(
                    status, headers, ByteBuffer.wrap(body.getBytes(StandardCharsets.ISO_8859_1))));
        }

        @Override
        public boolean mayConfirm() {
            return status == 204 || (status == 200 && mayClaimSuccess());
        }

        @Override
        public boolean mustConfirm() {
            return status == 204
                    || (status == 200
                            && headers.names().isEmpty()
                            && body.matches("\\{\"status\":\"success\",\"message\":\"[a-zA-Z ]*\"}"));
        }

        @Override
        public boolean mayRefuse() {
            return status >= 400 && status < 500 && status != 408;
        }

        @Override
        public boolean mayBeUnknown() {
            return !mustConfirm() && (!mayRefuse() || mayClaimSuccess() || isEncoded());
        }

        @Override
        public boolean mustBeUnknown() {
            return !mayConfirm() && !mayRefuse();
        }

        private boolean isEncoded() {
            return headers.first("content-encoding").isPresent();
        }

        /** The word occurs in the body under some charset. */
        private boolean mayClaimSuccess() {
            return readings().map(ReportedText::unescaped).anyMatch(text -> text.contains("success"));
        }

        private Stream<String> readings() {
            byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
            Stream<Charset> declared = headers.first("content-type").stream()
                    .map(type -> type.toLowerCase(Locale.ROOT).replaceAll(".*charset=\"?([^\";]*).*", "$1"))
                    .map(String::strip)
                    .filter(Response::isCharset)
                    .map(Charset::forName);
            Stream<Charset> recognizable = Stream.of("UTF-8", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE")
                    .map(Charset::forName);
            return Stream.concat(recognizable, declared).map(charset -> new String(bytes, charset));
        }

        private static boolean isCharset(String name) {
            try {
                return Charset.isSupported(name);
            } catch (IllegalArgumentException notEvenAName) {
                return false;
            }
        }
    }

    /** A failure without a response. */
    record Failure(RuntimeException failure, boolean maybeSent) implements ScriptedAttempt {

        static ScriptedAttempt parse(String text) {
            String[] words = text.split(" ", 3);
            boolean maybeSent = words.length < 2 || !words[1].equals("0");
            for (Kind kind : Kind.values()) {
                if (kind.name().equals(words[0])) {
                    return new Failure(new TransportException(kind, maybeSent, "it failed: " + text), maybeSent);
                }
            }
            return new Failure(new IllegalStateException(text), true);
        }

        @Override
        public Mono<TransportResponse> perform(SendListener listener) {
            listener.pending();
            if (maybeSent) {
                listener.sending();
            }
            return Mono.error(failure);
        }

        @Override
        public boolean mayBeUnknown() {
            return maybeSent;
        }

        @Override
        public boolean mustBeUnknown() {
            return maybeSent;
        }

        @Override
        public boolean mayBeUnsent() {
            return !maybeSent;
        }
    }
}
