package ai.extracta.deletions.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointsTest {

    @Test
    void eachKindOfDeletionHasItsDocumentedPath() {
        Endpoints endpoints = Endpoints.forBaseUri(URI.create("https://api.extracta.ai/api/v1"), false);

        assertThat(endpoints.uriFor(new DeleteClassification("c")))
                .hasToString("https://api.extracta.ai/api/v1/documentClassification/deleteClassification");
        assertThat(endpoints.uriFor(new DeleteBatch("c", "b")))
                .hasToString("https://api.extracta.ai/api/v1/documentClassification/deleteBatch");
        assertThat(endpoints.uriFor(new DeleteFiles("c", "b", List.of("f"))))
                .hasToString("https://api.extracta.ai/api/v1/documentClassification/deleteFiles");
    }

    @ParameterizedTest
    @CsvSource({
        "https://h.example, https://h.example/documentClassification/deleteBatch",
        "https://h.example/, https://h.example/documentClassification/deleteBatch",
        "https://h.example///, https://h.example/documentClassification/deleteBatch",
        "https://h.example:8443/a//b//, https://h.example:8443/a//b/documentClassification/deleteBatch",
        "https://h.example/a%20b, https://h.example/a%20b/documentClassification/deleteBatch",
        "https://h.example/\u00fcber, https://h.example/%C3%BCber/documentClassification/deleteBatch",
        "HTTPS://H.example/V1, HTTPS://H.example/V1/documentClassification/deleteBatch",
    })
    void slashesAtTheEndOfTheBaseMakeNoDifferenceAndNothingElseIsTouched(URI base, String expected) {
        assertThat(Endpoints.forBaseUri(base, false).deleteBatch()).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost",
                "http://LOCALHOST:8080/api",
                "HTTP://localhost",
                "http://127.0.0.1:1",
                "http://127.1.2.3",
                "http://127.255.255.255",
                "http://[::1]",
                "http://[::1]:8080/v1",
                "http://[0:0:0:0:0:0:0:1]",
                "http://[0000:0000:0000:0000:0000:0000:0000:0001]"
            })
    void plainHttpIsFineOnThisMachine(URI base) {
        assertThat(Endpoints.forBaseUri(base, false).deleteFiles().getHost()).isEqualTo(base.getHost());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.extracta.ai/api/v1",
                "http://127.evil.com",
                "http://127.0.0.1.evil.com",
                "http://localhost.evil.com",
                "http://evil-localhost",
                "http://notlocalhost",
                "http://localhost.",
                "http://10.0.0.1",
                "http://0.0.0.0",
                "http://128.0.0.1",
                "http://1.127.0.0",
                "http://[::2]",
                "http://[::11]",
                "http://[1::1]",
                "http://[::1:1]",
                "http://[::ffff:10.0.0.1]",
                "http://[fe80::1]"
            })
    void plainHttpToAnotherMachineNeedsConsent(URI base) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoints.forBaseUri(base, false))
                .withMessage("the base URI is http to another machine, where key and ids can be read on the way; use"
                        + " https, or call allowInsecureHttp() if that network is yours");
        assertThat(Endpoints.forBaseUri(base, true).deleteBatch().getHost()).isEqualTo(base.getHost());
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://h.example, must begin with https://",
        "ws://localhost, must begin with https://",
        "/api/v1, must begin with https://",
        "h.example/api, must begin with https://",
        "//h.example/api, must begin with https://",
        "mailto:a@h.example, must begin with https://",
        "https:h.example, has no valid host",
        "https:///api, has no valid host",
        "https://under_score.example, has no valid host",
        "http://127.999.1.1, has no valid host",
        "https://h.example?q=1, must not have a query (?..)",
        "https://h.example/?, must not have a query (?..)",
        "https://h.example/#top, must not have a fragment (#..)",
        "https://h.example/#, must not have a fragment (#..)",
        "https://user@h.example, must not hold a user or password; the API key is set with apiKey(..)",
        "https://user:pw@h.example, must not hold a user or password; the API key is set with apiKey(..)",
        "https://@h.example, must not hold a user or password; the API key is set with apiKey(..)",
    })
    void aBaseThatCannotBeUsedIsRefusedWithTheReasonWhateverIsAllowed(URI base, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoints.forBaseUri(base, false))
                .withMessage("the base URI " + reason);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoints.forBaseUri(base, true))
                .withMessage("the base URI " + reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://secret@h.example",
                "https://u:secret@h.example/api",
                "ftp://u:secret@h.example",
                "https://u:secret@bad_host",
                "https://h.example/api?key=secret",
                "https://h.example/api#secret",
                "http://secret.example"
            })
    void whatIsRefusedIsNotRepeated(URI base) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoints.forBaseUri(base, false))
                .satisfies(e -> assertThat(e.toString()).doesNotContain("secret"));
    }
}
