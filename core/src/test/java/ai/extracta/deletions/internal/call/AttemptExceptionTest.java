package ai.extracta.deletions.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.internal.call.AttemptException.NoResponse;
import ai.extracta.deletions.internal.call.AttemptException.Rejected;
import ai.extracta.deletions.internal.call.AttemptException.ResponseFailure;
import ai.extracta.deletions.internal.limit.LimitSignal;
import ai.extracta.deletions.internal.protocol.BearerToken;
import ai.extracta.deletions.internal.protocol.ResponseReader;
import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a failed attempt signals to an adaptive limit. */
class AttemptExceptionTest {

    @ParameterizedTest
    @CsvSource({
        "429, '', THROTTLED",
        "503, 7, THROTTLED",
        "503, '', IGNORED",
        "500, '', IGNORED",
        "500, 7, IGNORED",
        "408, '', IGNORED",
        "404, '', SUCCESS",
        "400, '', SUCCESS",
        "401, '', SUCCESS",
    })
    void aResponseSignalsHowLoadedTheServerIs(int status, String retryAfter, LimitSignal load) {
        Headers headers = retryAfter.isEmpty() ? Headers.of() : Headers.of("retry-after", retryAfter);
        TransportResponse response = new TransportResponse(status, headers, StandardCharsets.UTF_8.encode("{}"));

        assertThat(new ResponseFailure(new ResponseReader().read(response, new BearerToken("k3y-0123456789")))
                        .limitSignal())
                .isEqualTo(load);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void ofTheOtherFailuresOnlyATimeoutAndThrottlingSignalAnything(Kind kind) {
        AttemptException failure = new NoResponse(new TransportException(kind, true, "odd"));

        assertThat(failure.limitSignal())
                .isEqualTo(
                        switch (kind) {
                            case TIMEOUT -> LimitSignal.TIMED_OUT;
                            case THROTTLED -> LimitSignal.THROTTLED;
                            default -> LimitSignal.IGNORED;
                        });
        assertThat(Rejected.noKey(new IllegalStateException("none")).limitSignal())
                .isEqualTo(LimitSignal.IGNORED);
    }
}
