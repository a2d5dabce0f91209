package ai.extracta.deletions.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransportSettingsTest {

    private static final HostResolver RESOLVER = host -> List.of();
    private static final InetSocketAddress PROXY = InetSocketAddress.createUnresolved("proxy.example", 3128);

    static Stream<Arguments> tooSmall() {
        return Stream.of(
                refused(b -> b.maxConnections(0), "maxConnections is 0; it must be at least 1"),
                refused(b -> b.maxConnections(-1), "maxConnections is -1; it must be at least 1"),
                refused(b -> b.connectTimeout(Duration.ZERO), "connectTimeout is PT0S; it must be at least PT0.001S"),
                refused(
                        b -> b.connectTimeout(Duration.ofNanos(999_999)),
                        "connectTimeout is PT0.000999999S; it must be at least PT0.001S"),
                refused(
                        b -> b.tlsHandshakeTimeout(Duration.ofSeconds(-1)),
                        "tlsHandshakeTimeout is PT-1S; it must be at least PT0.001S"),
                refused(
                        b -> b.maxIdleTime(Duration.ofMillis(999)),
                        "maxIdleTime is PT0.999S; it must be at least PT1S"),
                refused(b -> b.maxResponseBytes(0), "maxResponseBytes is 0; it must be at least 1"),
                refused(b -> b.maxHeaderBytes(1023), "maxHeaderBytes is 1023; it must be at least 1024"));
    }

    private static Arguments refused(UnaryOperator<TransportSettings.Builder> change, String message) {
        return Arguments.of(change, message);
    }

    @Test
    void theDefaultsAreTheDocumentedOnes() {
        TransportSettings settings = TransportSettings.defaults();

        assertThat(settings.maxConnections()).isEqualTo(16);
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.tlsHandshakeTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.maxIdleTime()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.maxResponseBytes()).isEqualTo(1024 * 1024);
        assertThat(settings.maxHeaderBytes()).isEqualTo(8 * 1024);
        assertThat(settings.userAgent()).matches("extracta-deletions/\\d+\\.\\d+\\.\\d+\\S*");
        assertThat(settings.hostResolver()).isSameAs(HostResolver.SYSTEM);
        assertThat(settings.proxy()).isEmpty();
        assertThat(settings.proxyCredentials()).isEmpty();
        assertThat(settings.trustManager()).isEmpty();
        assertThat(settings.keyManager()).isEmpty();
    }

    @Test
    void whatIsSetIsKept() {
        TransportSettings settings = everythingSet().build();

        assertEverythingSet(settings);
    }

    @Test
    void settingsCanBeChangedIntoOthers() {
        TransportSettings changed =
                everythingSet().build().toBuilder().maxHeaderBytes(2000).build();

        assertThat(changed.maxHeaderBytes()).isEqualTo(2000);
        assertEverythingSet(changed.toBuilder().maxHeaderBytes(1024).build());
    }

    @Test
    void usingABuilderAgainDoesNotChangeWhatItBuilt() {
        TransportSettings.Builder builder = everythingSet();
        TransportSettings built = builder.build();

        builder.maxConnections(99)
                .connectTimeout(Duration.ofSeconds(99))
                .userAgent("other/1")
                .proxy(InetSocketAddress.createUnresolved("other.example", 1))
                .proxyCredentials("other", new char[] {'o'});

        assertEverythingSet(built);
        assertThat(builder.build().maxConnections()).isEqualTo(99);
    }

    @Test
    void changingACopyDoesNotChangeTheDefaults() {
        TransportSettings changed =
                TransportSettings.defaults().toBuilder().maxConnections(1).build();

        assertThat(changed.maxConnections()).isEqualTo(1);
        assertThat(TransportSettings.defaults().maxConnections()).isEqualTo(16);
    }

    @ParameterizedTest
    @MethodSource("tooSmall")
    void whatIsTooSmallIsRefusedByName(UnaryOperator<TransportSettings.Builder> change, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> change.apply(TransportSettings.builder()))
                .withMessage(message);
    }

    @Test
    void theSmallestValuesAreAccepted() {
        TransportSettings smallest = TransportSettings.builder()
                .maxConnections(1)
                .connectTimeout(Duration.ofMillis(1))
                .tlsHandshakeTimeout(Duration.ofMillis(1))
                .maxIdleTime(Duration.ofSeconds(1))
                .maxResponseBytes(1)
                .maxHeaderBytes(1024)
                .build();

        assertThat(smallest.maxResponseBytes()).isEqualTo(1);
        assertThat(smallest.connectTimeout()).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void partsOfASecondOfIdleTimeAreDropped() {
        assertThat(TransportSettings.builder()
                        .maxIdleTime(Duration.ofMillis(2999))
                        .build()
                        .maxIdleTime())
                .isEqualTo(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void aBlankUserAgentIsRefused(String product) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TransportSettings.builder().userAgent(product))
                .withMessage("userAgent is blank");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/1\r\nx: y", "a\n", "a\u0000", "a\u007f", "a\u20ac"})
    void aUserAgentThatCannotStandInAHeaderIsRefused(String product) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TransportSettings.builder().userAgent(product))
                .withMessageStartingWith("the value of header user-agent has a character at index");
    }

    @Test
    void aMissingValueIsRefused() {
        TransportSettings.Builder builder = TransportSettings.builder();

        assertThatNullPointerException().isThrownBy(() -> builder.proxy(null)).withMessage("address");
        assertThatNullPointerException().isThrownBy(() -> builder.connectTimeout(null));
        assertThatNullPointerException().isThrownBy(() -> builder.userAgent(null));
        assertThatNullPointerException()
                .isThrownBy(() -> builder.proxyCredentials("user", null))
                .withMessage("password");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.proxyCredentials(null, new char[] {'p'}))
                .withMessage("user");
        assertThatNoException().isThrownBy(builder::build);
    }

    /** Basic joins user and password with a colon, so the proxy would see another user. */
    @ParameterizedTest
    @ValueSource(strings = {"us:er", ":", "user:"})
    void aProxyUserWithAColonIsRefusedAndNotRepeated(String user) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TransportSettings.builder().proxyCredentials(user, "pass".toCharArray()))
                .withMessage("the proxy user has a colon, which Basic authentication cannot carry (RFC 7617)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\r", "\u0000", "\t", "\u007f", "\u0085"})
    void aControlCharacterInProxyCredentialsIsRefusedAndNotRepeated(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TransportSettings.builder().proxyCredentials(text, "pass".toCharArray()))
                .withMessage("the proxy user has a control character, which Basic authentication forbids (RFC 7617)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TransportSettings.builder().proxyCredentials("user", text.toCharArray()))
                .withMessage(
                        "the proxy password has a control character, which Basic authentication forbids (RFC 7617)");
    }

    @Test
    void anyOtherCharacterInProxyCredentialsIsKept() {
        TransportSettings settings = TransportSettings.builder()
                .proxyCredentials("m\u00fcller@corp\\x", "p:a ss\u20ac".toCharArray())
                .build();

        assertThat(settings.proxyCredentials().map(PasswordAuthentication::getUserName))
                .contains("m\u00fcller@corp\\x");
        assertThat(password(settings)).isEqualTo("p:a ss\u20ac");
    }

    @Test
    void thePasswordIsCopiedWhenItIsGiven() {
        char[] password = "pass".toCharArray();
        TransportSettings settings =
                TransportSettings.builder().proxyCredentials("user", password).build();

        password[0] = 'X';

        assertThat(password(settings)).isEqualTo("pass");
    }

    @Test
    void wipingThePasswordThatWasHandedOutDoesNotChangeTheSettings() {
        TransportSettings settings = everythingSet().build();

        settings.proxyCredentials().orElseThrow().getPassword()[0] = 'X';

        assertThat(password(settings)).isEqualTo("pass");
    }

    @Test
    void textShowsNoSecrets() {
        assertThat(everythingSet().build().toString())
                .contains("maxConnections=2", "connectTimeout=PT3S", "tlsHandshakeTimeout=PT4S", "maxIdleTime=PT5S")
                .contains("maxResponseBytes=6", "maxHeaderBytes=1024", "proxy.example")
                .doesNotContain("pass", "user");
        assertThat(TransportSettings.defaults().toString()).endsWith("proxy=none]");
    }

    private static TransportSettings.Builder everythingSet() {
        return TransportSettings.builder()
                .maxConnections(2)
                .connectTimeout(Duration.ofSeconds(3))
                .tlsHandshakeTimeout(Duration.ofSeconds(4))
                .maxIdleTime(Duration.ofSeconds(5))
                .maxResponseBytes(6)
                .maxHeaderBytes(1024)
                .userAgent("archive/2.1")
                .hostResolver(RESOLVER)
                .proxy(PROXY)
                .proxyCredentials("user", "pass".toCharArray());
    }

    private static void assertEverythingSet(TransportSettings settings) {
        assertThat(settings.maxConnections()).isEqualTo(2);
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.tlsHandshakeTimeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(settings.maxIdleTime()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.maxResponseBytes()).isEqualTo(6);
        assertThat(settings.maxHeaderBytes()).isEqualTo(1024);
        assertThat(settings.userAgent()).isEqualTo("archive/2.1");
        assertThat(settings.hostResolver()).isSameAs(RESOLVER);
        assertThat(settings.proxy()).contains(PROXY);
        assertThat(settings.proxyCredentials().map(PasswordAuthentication::getUserName))
                .contains("user");
        assertThat(password(settings)).isEqualTo("pass");
    }

    private static String password(TransportSettings settings) {
        return new String(settings.proxyCredentials().orElseThrow().getPassword());
    }

    @Test
    void capsWhatMeansForeverOrWithoutLimit() {
        Duration forever = ChronoUnit.FOREVER.getDuration();
        Duration longest = Duration.ofMillis(Integer.MAX_VALUE);
        TransportSettings settings = TransportSettings.builder()
                .connectTimeout(forever)
                .tlsHandshakeTimeout(forever)
                .maxIdleTime(forever)
                .maxConnections(Integer.MAX_VALUE)
                .build();

        assertThat(settings.connectTimeout()).isEqualTo(longest);
        assertThat(settings.tlsHandshakeTimeout()).isEqualTo(longest);
        assertThat(settings.maxIdleTime()).isEqualTo(Duration.ofSeconds(longest.toSeconds()));
        assertThat(settings.maxConnections()).isEqualTo(65_535);
    }
}
