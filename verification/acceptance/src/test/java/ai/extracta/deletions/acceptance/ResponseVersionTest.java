package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testsupport.RawResponses;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.testsupport.TransportType;
import ai.extracta.deletions.transport.TransportException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.test.StepVerifier;

/** Only a response in HTTP/1.0 or HTTP/1.1 proves anything: in another version its framing is undefined. */
class ResponseVersionTest {

    @RegisterExtension
    final SimulatorExtension api = new SimulatorExtension();

    static Stream<Arguments> others() {
        return TransportType.each(
                List.of("HTTP/0.9", "HTTP/1.2", "HTTP/2.0", "HTTP/2.1", "ICY/1.0", "RTSP/1.0", "HTtP/1.1"));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("others")
    void isUnknownInAnotherVersion(TransportType transport, String version) {
        api.simulator().answerAlways(withVersion(version));

        StepVerifier.create(api.client(transport, builder -> builder.retryPolicy(RetryPolicy.none()))
                        .deleteClassification("cls-1"))
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(TransportFailedException.class, failed -> {
                            assertThat(failed.kind()).isEqualTo(Kind.PROTOCOL);
                            assertThat(failed.outcome()).isEqualTo(Outcome.UNKNOWN);
                        }))
                .verify(SimulatorExtension.TIMEOUT);
    }

    static Stream<Arguments> supported() {
        return TransportType.each(List.of("HTTP/1.0", "HTTP/1.1"));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("supported")
    void isConfirmedInASupportedVersion(TransportType transport, String version) {
        api.simulator().answerAlways(withVersion(version));

        StepVerifier.create(api.client(transport).deleteClassification("cls-1"))
                .expectNextCount(1)
                .expectComplete()
                .verify(SimulatorExtension.TIMEOUT);
    }

    private static Answer withVersion(String version) {
        return RawResponses.raw(
                version + " 200 OK\r\ncontent-length: " + RawResponses.SUCCESS.length() + "\r\n\r\n",
                RawResponses.SUCCESS.getBytes(StandardCharsets.US_ASCII));
    }
}
