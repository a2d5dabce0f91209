package ai.extracta.deletions.transport.netty;

import ai.extracta.deletions.transport.TransportSettings;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import reactor.util.Logger;
import reactor.util.Loggers;

/** What an external {@code HttpClient} determines itself. */
final class ExternalClientSettings {

    private static final Logger LOG = Loggers.getLogger(NettyTransport.class);

    private static final Map<String, Function<TransportSettings, Object>> WITHOUT_EFFECT = Map.of(
            "protocol", TransportSettings::protocol,
            "maxConnections", TransportSettings::maxConnections,
            "connectTimeout", TransportSettings::connectTimeout,
            "tlsHandshakeTimeout", TransportSettings::tlsHandshakeTimeout,
            "maxIdleTime", TransportSettings::maxIdleTime,
            "maxHeaderBytes", TransportSettings::maxHeaderBytes,
            "hostResolver", TransportSettings::hostResolver,
            "trust", TransportSettings::trustManager,
            "clientCertificate", TransportSettings::keyManager);

    private ExternalClientSettings() {}

    static void warnOfSettingsWithoutEffect(TransportSettings settings) {
        String names = WITHOUT_EFFECT.entrySet().stream()
                .filter(setting -> !Objects.equals(
                        setting.getValue().apply(settings), setting.getValue().apply(TransportSettings.defaults())))
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.joining(", "));
        if (!names.isEmpty()) {
            LOG.warn(
                    "{} in the TransportSettings: without effect on an external HttpClient; configure the client",
                    names);
        }
    }
}
