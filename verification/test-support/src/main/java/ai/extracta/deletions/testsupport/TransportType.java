package ai.extracta.deletions.testsupport;

import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.HttpTransportProvider;
import ai.extracta.deletions.transport.TransportSettings;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The published transports, as far as they are on the class path. */
public enum TransportType {
    NETTY,
    VERTX;

    public static List<TransportType> onClassPath() {
        return Arrays.stream(values())
                .filter(transport -> transport.provider().isPresent())
                .toList();
    }

    /** The cases of a table, each on each transport. */
    public static Stream<Arguments> each(Collection<?> cases) {
        return onClassPath().stream().flatMap(transport -> cases.stream().map(row -> Arguments.of(transport, row)));
    }

    public HttpTransport create(TransportSettings settings) {
        return provider().orElseThrow().create(settings);
    }

    private Optional<HttpTransportProvider> provider() {
        return ServiceLoader.load(HttpTransportProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals(toString()))
                .findFirst();
    }

    /** The name by which a user picks it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
