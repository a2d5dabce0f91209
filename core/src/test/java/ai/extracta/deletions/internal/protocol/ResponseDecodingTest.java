package ai.extracta.deletions.internal.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a response body proves. */
class ResponseDecodingTest {

    private static final String SUCCESS = "{\"status\":\"success\",\"message\":\"Batch deleted\"}";
    private static final ResponseBody DELETED = new ResponseBody(true, "Batch deleted", "");

    @Test
    void theDocumentedSuccessIsSuccess() {
        assertThat(decode("{\n    \"status\": \"success\",\n    \"message\": \"Batch deleted\"\n}"))
                .isEqualTo(DELETED);
    }

    @Test
    void theDocumentedErrorIsNotSuccess() {
        assertThat(decode("{\n    \"status\": \"error\",\n    \"message\": \"Internal server error\"\n}"))
                .isEqualTo(new ResponseBody(false, "Internal server error", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Success", "SUCCESS", "successful", " success", "ok", "", "true"})
    void onlyTheDocumentedWordIsSuccess(String status) {
        assertThat(decode("{\"status\":\"" + status + "\"}")).isEqualTo(new ResponseBody(false, "", ""));
    }

    @Test
    void theOrderOfFieldsMakesNoDifference() {
        assertThat(decode("{\"message\":\"Batch deleted\",\"status\":\"success\"}"))
                .isEqualTo(DELETED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"new\":1,\"status\":\"success\",\"message\":\"Batch deleted\"}",
                "{\"status\":\"success\",\"data\":{\"status\":\"error\",\"message\":\"no\"},\"message\":\"Batch deleted\"}",
                "{\"data\":[{\"status\":\"error\"},[[]],{}],\"status\":\"success\",\"message\":\"Batch deleted\"}",
                "{\"status\":\"success\",\"message\":\"Batch deleted\",\"a\":null,\"b\":true,\"c\":1.5e3}",
                " \r\n\t{\"status\":\"success\",\"message\":\"Batch deleted\"} \r\n\t",
                "{\"st\\u0061tus\":\"succ\\u0065ss\",\"message\":\"Batch deleted\"}",
                "\ufeff{\"status\":\"success\",\"message\":\"Batch deleted\"}"
            })
    void fieldsThatAreNotKnownWhitespaceEscapesAndAByteOrderMarkMakeNoDifference(String body) {
        assertThat(decode(body)).isEqualTo(DELETED);
    }

    @Test
    void aStatusOrMessageWithinAnotherFieldIsNotTheResponses() {
        assertThat(decode("{\"data\":{\"status\":\"success\",\"message\":\"inner\"},\"status\":\"error\"}"))
                .isEqualTo(new ResponseBody(false, "", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1", "{\"text\":\"no\"}", "[\"no\"]", "false"})
    void aMessageThatIsNotTextIsNone(String message) {
        assertThat(decode("{\"message\":" + message + ",\"status\":\"success\"}"))
                .isEqualTo(new ResponseBody(true, "", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"message\":\"Batch deleted\"}",
                "{\"status\":null}",
                "{\"status\":true}",
                "{\"status\":200}",
                "{\"status\":[\"success\"]}",
                "{\"status\":{\"status\":\"success\"}}",
                "{\"Status\":\"success\"}"
            })
    void withoutAStatusTextTheBodyIsNotReadable(String body) {
        ResponseBody decoded = decode(body);

        assertThat(decoded.isReadable()).isFalse();
        assertThat(decoded.claimsSuccess()).isFalse();
        assertThat(decoded.problem()).isEqualTo("its JSON has no \"status\" text");
    }

    @Test
    void anEmptyBodyIsNotReadable() {
        assertThat(decode("")).isEqualTo(new ResponseBody(false, "", "its body is empty"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[" + SUCCESS + "]", "\"success\"", "null", "1", " ", "\n"})
    void whatIsNotAnObjectIsNotReadable(String body) {
        assertThat(decode(body).problem()).isEqualTo("its body is not a JSON object");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "success",
                "<html><body>status: success</body></html>",
                "{",
                "{\"status\"",
                "{\"status\":",
                "{\"status\":\"succ",
                "{'status':'success'}",
                "{status:\"success\"}",
                "{\"status\":\"error\",}",
                "{\"status\":\"error\"\"a\":1}",
                "\u0000"
            })
    void whatIsNotJsonIsNotReadable(String body) {
        assertThat(decode(body)).isEqualTo(new ResponseBody(false, "", "its body is not JSON"));
    }

    @ParameterizedTest
    @ValueSource(ints = {19, 20, 30, 45})
    void aBodyThatIsCutAfterItsSuccessClaimsItAndIsNotReadable(int length) {
        ResponseBody decoded = decode(SUCCESS.substring(0, length));

        assertThat(decoded.isReadable()).isFalse();
        assertThat(decoded.claimsSuccess()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 10, 18})
    void aBodyThatIsCutBeforeItsSuccessDoesNotClaimIt(int length) {
        assertThat(decode(SUCCESS.substring(0, length))).isEqualTo(new ResponseBody(false, "", "its body is not JSON"));
    }

    @ParameterizedTest
    @ValueSource(strings = {SUCCESS, "null", "1", "[]"})
    void aSecondValueMakesTheBodyUnreadable(String second) {
        ResponseBody decoded = decode("{\"status\":\"error\"} " + second);

        assertThat(decoded.problem()).isEqualTo("something follows its JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "}", ",", "</html>", "\u0000"})
    void garbageBehindTheBodyMakesItUnreadableButItStillClaimsSuccess(String garbage) {
        ResponseBody decoded = decode(SUCCESS + garbage);

        assertThat(decoded.isReadable()).isFalse();
        assertThat(decoded.claimsSuccess()).isTrue();
        assertThat(decoded.message()).isEqualTo("Batch deleted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"status\":\"success\",\"status\":\"error\"}",
                "{\"status\":\"error\",\"status\":\"success\"}",
                "{\"status\":\"success\",\"status\":\"success\"}"
            })
    void twoStatusesAreNotReadableAndClaimSuccessIfOneDoes(String body) {
        ResponseBody decoded = decode(body);

        assertThat(decoded.isReadable()).isFalse();
        assertThat(decoded.claimsSuccess()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`{\"message\":\"supprim\u00e9\",\"status\":\"success\"}`",
                "`{\"message\":\"supprim\u00e9\", \"status\" : \"success\"}`"
            })
    void successBehindBytesThatCannotBeReadIsStillClaimed(String body) {
        ResponseBody decoded = DeletionCodec.decode(ByteBuffer.wrap(body.getBytes(ISO_8859_1)), UTF_8);

        assertThat(decoded.isReadable()).isFalse();
        assertThat(decoded.claimsSuccess()).isTrue();
    }

    @Test
    void successWithinAnArrayIsClaimed() {
        assertThat(decode("[" + SUCCESS + "]").claimsSuccess()).isTrue();
    }

    @Test
    void aDeclaredCharsetIsBelieved() {
        String body = "{\"status\":\"success\",\"message\":\"supprim\u00e9 \u65e5\"}";
        ResponseBody expected = new ResponseBody(true, "supprim\u00e9 \u65e5", "");

        assertThat(decode(body, UTF_8)).isEqualTo(expected);
        assertThat(decode(body, UTF_16)).isEqualTo(expected);
        assertThat(decode(body, UTF_16LE)).isEqualTo(expected);
        assertThat(decode(body, UTF_16BE)).isEqualTo(expected);
        assertThat(decode("{\"status\":\"error\",\"message\":\"supprim\u00e9\"}", ISO_8859_1)
                        .message())
                .isEqualTo("supprim\u00e9");
    }

    @Test
    void bytesThatAreNotOfTheDeclaredCharsetAreNotReadable() {
        byte[] odd = Arrays.copyOf(SUCCESS.getBytes(UTF_16), SUCCESS.length() * 2 + 1);
        byte[] latin = "{\"status\":\"success\",\"message\":\"supprim\u00e9\"}".getBytes(ISO_8859_1);

        assertThat(DeletionCodec.decode(ByteBuffer.wrap(odd), UTF_16).problem()).isEqualTo("its body is not JSON");
        assertThat(DeletionCodec.decode(ByteBuffer.wrap(latin), US_ASCII))
                .isEqualTo(new ResponseBody(true, "", "its body is not JSON"));
    }

    /** 0xC1 0xB3 is an overlong form of "s". */
    @Test
    void aNameInMalformedUtf8DoesNotConfirm() {
        byte[] body = "{\"??tatus\":\"success\"}".getBytes(US_ASCII);
        body[2] = (byte) 0xC1;
        body[3] = (byte) 0xB3;

        assertThat(DeletionCodec.decode(ByteBuffer.wrap(body), UTF_8).isReadable())
                .isFalse();
    }

    @Test
    void aHundredThousandLevelsAreRefusedWithoutOverflowingTheStack() {
        ResponseBody decoded =
                decode("{\"status\":\"success\",\"deep\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");

        assertThat(decoded.isReadable()).isFalse();
        assertThat(decoded.claimsSuccess()).isTrue();
    }

    @Test
    void aMebibyteIsRead() {
        String message = "x".repeat(1 << 20);

        assertThat(decode("{\"status\":\"success\",\"message\":\"" + message + "\"}"))
                .isEqualTo(new ResponseBody(true, message, ""));
    }

    @Test
    void theBufferIsReadFromItsPositionToItsLimit() {
        ByteBuffer body = ByteBuffer.wrap(("xx" + SUCCESS + "yy").getBytes(UTF_8));
        body.position(2).limit(2 + SUCCESS.length());

        assertThat(DeletionCodec.decode(body.asReadOnlyBuffer(), UTF_8)).isEqualTo(DELETED);
    }

    @Test
    void nothingMakesItThrow() {
        Random random = new Random(20261122);
        byte[] model = "{\"status\":\"success\",\"message\":\"abc\",\"n\":[1,2.5e3,{\"a\":null}]}".getBytes(UTF_8);
        List<Charset> charsets = List.of(UTF_8, UTF_16, ISO_8859_1);

        long readable = IntStream.range(0, 10_000)
                .mapToObj(i -> DeletionCodec.decode(ByteBuffer.wrap(mutated(model, random)), charsets.get(i % 3)))
                .filter(ResponseBody::isReadable)
                .count();

        assertThat(readable).isPositive();
    }

    private static byte[] mutated(byte[] model, Random random) {
        byte[] bytes = Arrays.copyOf(model, 1 + random.nextInt(model.length));
        for (int i = random.nextInt(6); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static ResponseBody decode(String body) {
        return decode(body, UTF_8);
    }

    private static ResponseBody decode(String body, Charset charset) {
        return DeletionCodec.decode(ByteBuffer.wrap(body.getBytes(charset)), charset);
    }
}
