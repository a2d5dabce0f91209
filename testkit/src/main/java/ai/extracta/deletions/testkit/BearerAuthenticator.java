package ai.extracta.deletions.testkit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares bearer tokens (RFC 6750) in constant time and never repeats one. */
record BearerAuthenticator(String apiKey) {

    private static final Pattern BEARER = Pattern.compile("(?i:Bearer) +([\\x21-\\x7e]+)");

    /** What is wrong with the request's authorization, if anything. */
    Optional<String> problemOf(ReceivedRequest request) {
        List<String> values = request.headers().all("authorization");
        if (values.isEmpty()) {
            return Optional.of("The authorization header is missing");
        }
        Matcher bearer = BEARER.matcher(values.get(0));
        if (values.size() > 1 || !bearer.matches()) {
            return Optional.of("The authorization header is not of the form: Bearer <token>");
        }
        boolean valid = MessageDigest.isEqual(bytes(bearer.group(1)), bytes(apiKey));
        return valid ? Optional.empty() : Optional.of("The token is not valid");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return "BearerAuthenticator";
    }
}
