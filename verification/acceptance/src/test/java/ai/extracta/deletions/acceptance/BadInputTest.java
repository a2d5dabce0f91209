package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.error.CallRejectedException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.testsupport.TransportType;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.test.StepVerifier;

/** Invalid input is refused immediately, and nothing of it reaches the server. */
class BadInputTest {

    @RegisterExtension
    final SimulatorExtension api = new SimulatorExtension();

    @AfterEach
    void nothingReachedTheServer() {
        assertThat(api.simulator().requests()).isEmpty();
        assertThat(api.simulator().connections()).isZero();
    }

    static Stream<Arguments> badIds() {
        return TransportType.each(List.of(
                "",
                " ",
                "\t",
                "\n",
                "  \u00a0 ",
                "\u200b",
                "\u2028",
                "\u3000",
                "cls-1\n",
                "cls\u00001",
                "\u001bcls-1",
                "cls\u007f1",
                "cls\u00851",
                "cls-\ud83d",
                "\ude00-1"));
    }

    @ParameterizedTest
    @MethodSource("badIds")
    void refusesAnIdThatNamesNothing(TransportType transport, String id) {
        ClassificationDeletions client = api.client(transport);

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> client.deleteClassification(id))
                .withMessageStartingWith("classificationId ");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> client.deleteBatch(id, "batch-1"))
                .withMessageStartingWith("classificationId ");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> client.deleteBatch("cls-1", id))
                .withMessageStartingWith("batchId ");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> client.deleteFiles("cls-1", id, List.of("file-1")))
                .withMessageStartingWith("batchId ");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> client.deleteFiles("cls-1", "batch-1", List.of("file-1", id)))
                .withMessageStartingWith("fileIds[1] ");
    }

    @EachTransport
    void refusesAMissingId(TransportType transport) {
        ClassificationDeletions client = api.client(transport);

        assertThatThrownBy(() -> client.deleteClassification(missing())).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> client.deleteBatch("cls-1", missing())).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> client.deleteBatch(missing(), "batch-1")).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> client.deleteFiles("cls-1", missing(), List.of("file-1")))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> client.deleteFiles("cls-1", "batch-1", missing()))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> client.deleteFiles("cls-1", "batch-1", Arrays.asList("file-1", null)))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> client.delete(missing())).isInstanceOf(NullPointerException.class);
    }

    @EachTransport
    void refusesAnEmptyListOfFiles(TransportType transport) {
        ClassificationDeletions client = api.client(transport);

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> client.deleteFiles("cls-1", "batch-1", List.of()))
                .withMessageStartingWith("fileIds is empty");
    }

    static Stream<Arguments> badKeys() {
        return TransportType.each(List.of(
                "",
                " ",
                "key-1\r\nx-injected: 1",
                "key-1\n",
                "key-1\r",
                "key 1",
                "key\u00001",
                "schlüssel",
                "key\u007f"));
    }

    @ParameterizedTest
    @MethodSource("badKeys")
    void refusesAKeyThatCannotStandInAHeaderWithoutRepeatingIt(TransportType transport, String key) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> ApiKey.of(key))
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("key-1", "schl"));

        ClassificationDeletions client = api.client(transport, builder -> builder.apiKey(ApiKey.supplier(() -> key)));
        StepVerifier.create(client.deleteClassification("cls-1"))
                .expectErrorSatisfies(failure -> {
                    assertThat(failure).isInstanceOf(CallRejectedException.class);
                    assertThat(((CallRejectedException) failure).outcome()).isEqualTo(Outcome.NOT_SENT);
                    assertThat(failure.getMessage()).doesNotContain("key-1", "schl");
                })
                .verify(SimulatorExtension.TIMEOUT);
    }

    static Stream<Arguments> badUris() {
        return TransportType.each(List.of(
                "http://api.extracta.ai/api/v1",
                "http://127.0.0.1.example.com/api/v1",
                "http://localhost.example.com/api/v1",
                "http://128.0.0.1/api/v1",
                "http://0.0.0.0/api/v1",
                "http://[::2]/api/v1",
                "https://api.extracta.ai/api/v1?tenant=1",
                "https://api.extracta.ai/api/v1?",
                "https://api.extracta.ai/api/v1#top",
                "https://user@api.extracta.ai/api/v1",
                "https://user:secret@api.extracta.ai/api/v1",
                "http://user:secret@127.0.0.1/api/v1",
                "ftp://api.extracta.ai/api/v1",
                "//api.extracta.ai/api/v1",
                "api/v1",
                "https:///api/v1",
                "https:api.extracta.ai"));
    }

    @ParameterizedTest
    @MethodSource("badUris")
    void refusesABaseUriThatCannotBeMeant(TransportType transport, String uri) {
        ClassificationDeletions.Builder builder =
                api.builder().transport(transport.toString()).baseUri(URI.create(uri));

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(builder::build)
                .withMessageStartingWith("the base URI ")
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("secret", "tenant"));
    }

    /** A null, as passed by a caller without a null checker. */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    private static <T> T missing() {
        return null;
    }
}
