package ai.extracta.deletions.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import ai.extracta.deletions.transport.TransportException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransportExceptionTest {

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new UnknownHostException("api.example"), Kind.DNS, Kind.CONNECTION_LOST),
                Arguments.of(new UnresolvedAddressException(), Kind.DNS, Kind.PROTOCOL),
                Arguments.of(new ConnectException("refused"), Kind.CONNECT, Kind.CONNECTION_LOST),
                Arguments.of(new NoRouteToHostException("no route"), Kind.CONNECT, Kind.CONNECTION_LOST),
                Arguments.of(new PortUnreachableException("icmp"), Kind.CONNECT, Kind.CONNECTION_LOST),
                Arguments.of(new BindException("in use"), Kind.CONNECT, Kind.CONNECTION_LOST),
                Arguments.of(new SocketException("reset"), Kind.CONNECT, Kind.CONNECTION_LOST),
                Arguments.of(new SocketTimeoutException("connect or read"), Kind.CONNECT, Kind.TIMEOUT),
                Arguments.of(new InterruptedIOException("interrupted"), Kind.CONNECT, Kind.CONNECTION_LOST),
                Arguments.of(new SSLHandshakeException("untrusted"), Kind.TLS, Kind.TLS),
                Arguments.of(new SSLPeerUnverifiedException("name"), Kind.TLS, Kind.TLS),
                Arguments.of(new SSLException("not TLS"), Kind.TLS, Kind.TLS),
                Arguments.of(new TimeoutException("pool"), Kind.POOL, Kind.TIMEOUT),
                Arguments.of(new EOFException("end"), Kind.CONNECT, Kind.CONNECTION_LOST),
                Arguments.of(new ClosedChannelException(), Kind.CONNECT, Kind.CONNECTION_LOST),
                Arguments.of(new AsynchronousCloseException(), Kind.CONNECT, Kind.CONNECTION_LOST),
                Arguments.of(new IOException("broken pipe"), Kind.CONNECT, Kind.CONNECTION_LOST),
                Arguments.of(new ProtocolException("bad status line"), Kind.CONNECT, Kind.PROTOCOL),
                Arguments.of(new CancellationException("gone"), Kind.CONNECT, Kind.PROTOCOL),
                Arguments.of(new IllegalArgumentException("bad chunk"), Kind.CONNECT, Kind.PROTOCOL),
                Arguments.of(new Error("odd"), Kind.INTERNAL, Kind.INTERNAL),
                Arguments.of(new OutOfMemoryError("heap"), Kind.INTERNAL, Kind.INTERNAL),
                Arguments.of(
                        new NoSuchMethodError("MonoSink.contextView()"),
                        Kind.INCOMPATIBLE_LIBRARY,
                        Kind.INCOMPATIBLE_LIBRARY));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void beforeAnythingWasSentAFailureIsOneToConnect(Throwable failure, Kind before, Kind after) {
        TransportException exception = TransportException.of(failure, false);

        assertThat(exception.kind()).isEqualTo(before);
        assertThat(exception.maybeSent()).isFalse();
        assertThat(exception).hasCause(failure).hasMessageEndingWith(": " + failure);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void afterwardsTheSameFailureIsOneOfTheExchange(Throwable failure, Kind before, Kind after) {
        TransportException exception = TransportException.of(failure, true);

        assertThat(exception.kind()).isEqualTo(after);
        assertThat(exception.maybeSent()).isTrue();
        assertThat(exception).hasCause(failure).hasMessageEndingWith(": " + failure);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void theDecisiveCauseMayBeWrapped(Throwable failure, Kind before, Kind after) {
        Throwable wrapped = new CompletionException(new ExecutionException(failure));

        assertThat(TransportException.of(wrapped, false).kind()).isEqualTo(before);
        assertThat(TransportException.of(wrapped, true).kind()).isEqualTo(after);
    }

    @Test
    void aNameThatIsUnknownMattersMoreThanTheConnectionThatFailedForIt() {
        ConnectException failure = new ConnectException("no address");
        failure.initCause(new UnresolvedAddressException());

        assertThat(TransportException.of(failure, false).kind()).isEqualTo(Kind.DNS);
    }

    @Test
    void anUntrustedCertificateIsATlsFailure() {
        SSLHandshakeException failure = new SSLHandshakeException("untrusted");
        failure.initCause(new CertificateException("no path"));

        assertThat(TransportException.of(failure, false).kind()).isEqualTo(Kind.TLS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anExceptionOfThisTypeIsKeptWhateverElseIsSaid(boolean maybeSent) {
        TransportException known = new TransportException(Kind.PROXY, !maybeSent, "407");

        assertThat(TransportException.of(known, maybeSent)).isSameAs(known);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aKnownKindDescribesItself(Kind kind) {
        IOException failure = new IOException("native");
        TransportException exception = TransportException.of(kind, true, failure);

        assertThat(exception.kind()).isEqualTo(kind);
        assertThat(exception.maybeSent()).isTrue();
        assertThat(exception).hasCause(failure).hasMessageMatching("[a-zA-Z',;. ]{10,}: java.io.IOException: native");
    }

    @Test
    void itHoldsWhatItWasGiven() {
        IOException cause = new IOException("native");
        TransportException exception = new TransportException(Kind.CONNECT, false, "refused", cause);

        assertThat(exception).hasMessage("refused").hasCause(cause);
        assertThat(exception.kind()).isEqualTo(Kind.CONNECT);
        assertThat(exception.maybeSent()).isFalse();
        assertThat(new TransportException(Kind.TIMEOUT, true, "late"))
                .hasMessage("late")
                .hasNoCause();
    }

    @Test
    void aMissingKindIsRefused() {
        assertThatNullPointerException()
                .isThrownBy(() -> new TransportException(null, true, "odd"))
                .withMessage("kind");
        assertThatNullPointerException()
                .isThrownBy(() -> new TransportException(null, true, "odd", new IOException()))
                .withMessage("kind");
    }

    @Test
    void aCauseIsFoundAsDeepAsClientsNestThem() {
        assertThat(TransportException.isCausedBy(nested(15), TimeoutException.class))
                .isTrue();
        assertThat(TransportException.isCausedBy(nested(16), TimeoutException.class))
                .isFalse();
    }

    @Test
    void causesThatFormACircleAreNotFollowedForever() {
        Exception one = new IllegalStateException("one");
        Exception two = new IllegalStateException("two", one);
        one.initCause(two);

        assertThat(TransportException.isCausedBy(one, TimeoutException.class)).isFalse();
        assertThat(TransportException.of(one, false).kind()).isEqualTo(Kind.CONNECT);
    }

    private static Throwable nested(int wrappers) {
        Throwable failure = new TimeoutException("deep");
        for (int i = 0; i < wrappers; i++) {
            failure = new IllegalStateException(failure);
        }
        return failure;
    }

    @Test
    void saysTheInnermostReasonUnlessTheFailureDoes() {
        Exception reason = new CertificateException("expired yesterday");

        assertThat(TransportException.of(new SSLException("no TLS connection", reason), false))
                .hasMessageEndingWith("no TLS connection: " + reason);
        assertThat(TransportException.of(new SSLException(reason), false)).hasMessageEndingWith(": " + reason);
    }
}
