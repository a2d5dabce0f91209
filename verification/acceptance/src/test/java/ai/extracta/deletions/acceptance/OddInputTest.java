package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testkit.ReceivedRequest;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.testsupport.TransportType;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Unusual but valid input is sent byte for byte. */
class OddInputTest {

    @RegisterExtension
    final SimulatorExtension api = new SimulatorExtension();

    @BeforeEach
    void acceptEverything() {
        api.simulator().answerAlways(Answer.status(204, ""));
    }

    /** An id and its JSON encoding. */
    record Id(String id, String json) {

        static Id plain(String id) {
            return new Id(id, id);
        }

        @Override
        public String toString() {
            return id.length() > 40 ? id.substring(0, 40) + "..." : id;
        }
    }

    static Stream<Arguments> ids() {
        return TransportType.each(List.of(
                new Id("say \"please\"", "say \\\"please\\\""),
                new Id("C:\\files\\1", "C:\\\\files\\\\1"),
                new Id("\\u0041", "\\\\u0041"),
                Id.plain("a/b"),
                Id.plain("{}[],:"),
                Id.plain(" padded "),
                Id.plain("null"),
                Id.plain("0"),
                Id.plain("<script>&amp;%20+'"),
                Id.plain("../../etc"),
                Id.plain("Ünïcödé-ß"),
                Id.plain("日本語"),
                Id.plain("🗑️👩‍👩‍👧"),
                Id.plain("e\u0301 is not é"),
                Id.plain("x".repeat(10 * 1024)),
                Id.plain("🗑".repeat(2_560))));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("ids")
    void sendsAnIdAsItIs(TransportType transport, Id id) {
        succeed(api.client(transport).deleteFiles(id.id(), id.id(), List.of(id.id(), "file-2")));

        String json = id.json();
        sent("{\"classificationId\":\"" + json + "\",\"batchId\":\"" + json + "\",\"fileIds\":[\"" + json
                + "\",\"file-2\"]}");
    }

    @EachTransport
    void sendsTenThousandFilesInOneRequest(TransportType transport) {
        List<String> ids = IntStream.rangeClosed(1, 10_000)
                .mapToObj(i -> "file-with-quite-a-long-id-" + i)
                .toList();
        succeed(api.client(transport).deleteFiles("cls-1", "batch-1", ids));

        sent("{\"classificationId\":\"cls-1\",\"batchId\":\"batch-1\",\"fileIds\":[\"" + String.join("\",\"", ids)
                + "\"]}");
    }

    @EachTransport
    void sendsRepeatedFilesOnceInTheOrderOfTheirFirstAppearance(TransportType transport) {
        succeed(api.client(transport).deleteFiles("cls-1", "batch-1", List.of("c", "a", "c", "b", "a")));

        sent("{\"classificationId\":\"cls-1\",\"batchId\":\"batch-1\",\"fileIds\":[\"c\",\"a\",\"b\"]}");
    }

    @EachTransport
    void isNotMisledByAListThatChangesLater(TransportType transport) {
        List<String> ids = new ArrayList<>(List.of("file-1"));
        Mono<DeletionReceipt> call = api.client(transport).deleteFiles("cls-1", "batch-1", ids);
        ids.set(0, "file-2");
        succeed(call);

        sent("{\"classificationId\":\"cls-1\",\"batchId\":\"batch-1\",\"fileIds\":[\"file-1\"]}");
    }

    static Stream<Arguments> paths() {
        return TransportType.each(List.of("", "/", "//", "/api/v1", "/api/v1/", "/api/v1///", "/a%20b/c%2Fd", "/é"));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("paths")
    void appendsItsPathToAnyBaseUri(TransportType transport, String path) {
        URI base = api.simulator().baseUri().resolve("/");
        URI odd = URI.create(base.toString().replaceAll("/$", "") + path);
        ClassificationDeletions client = api.client(transport, builder -> builder.baseUri(odd));
        succeed(client.deleteClassification("cls-1"));

        String escaped = path.replaceAll("/+$", "").replace("é", "%C3%A9");
        assertThat(api.simulator().requests())
                .extracting(ReceivedRequest::target)
                .containsExactly(escaped + "/documentClassification/deleteClassification");
    }

    static Stream<Arguments> hosts() {
        return TransportType.each(List.of("localhost", "LOCALHOST", "127.0.0.1"));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("hosts")
    void speaksHttpToThisMachine(TransportType transport, String host) {
        URI base = URI.create("http://" + host + ":" + api.simulator().baseUri().getPort());
        succeed(api.client(transport, builder -> builder.baseUri(base)).deleteClassification("cls-1"));

        assertThat(api.simulator().requests())
                .extracting(request -> request.header("host").orElse(""))
                .containsExactly(base.getAuthority());
    }

    private void sent(String body) {
        assertThat(api.simulator().requests()).singleElement().satisfies(request -> {
            assertThat(new String(request.bytes(), StandardCharsets.UTF_8)).isEqualTo(body);
            assertThat(request.headers().all("content-length"))
                    .containsExactly(Integer.toString(body.getBytes(StandardCharsets.UTF_8).length));
            assertThat(request.headers().all("transfer-encoding")).isEmpty();
        });
    }

    private static void succeed(Mono<DeletionReceipt> call) {
        StepVerifier.create(call).expectNextCount(1).expectComplete().verify(SimulatorExtension.TIMEOUT);
    }
}
