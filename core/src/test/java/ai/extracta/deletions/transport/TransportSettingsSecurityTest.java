package ai.extracta.deletions.transport;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.transport.TransportSettings.Protocol;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.net.InetSocketAddress;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No setting can keep a server's certificate or name from being verified, or bring an older TLS. */
class TransportSettingsSecurityTest {

    /** None of them can carry a trust decision of the caller's own. */
    private static final Class<?>[] ALLOWED_PARAMETER_TYPES = {
        int.class,
        Duration.class,
        String.class,
        InetSocketAddress.class,
        char[].class,
        Collection.class,
        PrivateKey.class,
        List.class,
        Protocol.class, // of HTTP, not of TLS
        HostResolver.class // a wrong address has no certificate for the host
    };

    @Test
    void noSettingTakesASwitchATlsObjectOrACallbackThatDecidesOnTrust() {
        assertThat(settings().flatMap(setting -> Arrays.stream(setting.getParameters())))
                .extracting(Parameter::getType)
                .containsOnly(ALLOWED_PARAMETER_TYPES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"insecure", "verif", "hostname", "tlsprotocol", "cipher", "tlsversion", "trustall", "ssl"})
    void noSettingIsNamedAfterWhatMustNotBeSet(String part) {
        assertThat(settings().map(setting -> setting.getName().toLowerCase(Locale.ROOT)))
                .noneMatch(name -> name.contains(part));
    }

    @Test
    void settingsComeFromTheirBuilderAlone() {
        assertThat(TransportSettings.class).isFinal();
        assertThat(TransportSettings.Builder.class).isFinal();
        assertThat(TransportSettings.class.getConstructors()).isEmpty();
        assertThat(TransportSettings.Builder.class.getConstructors()).isEmpty();
    }

    private static Stream<Method> settings() {
        return Arrays.stream(TransportSettings.Builder.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()));
    }
}
