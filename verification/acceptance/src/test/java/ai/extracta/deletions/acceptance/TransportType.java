package ai.extracta.deletions.acceptance;

import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportSettings;
import ai.extracta.deletions.transport.netty.NettyTransport;
import ai.extracta.deletions.transport.vertx.VertxTransport;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The transports on which every promise is checked. */
enum TransportType {
    NETTY,
    VERTX;

    HttpTransport create(TransportSettings settings) {
        return switch (this) {
            case NETTY -> NettyTransport.create(settings);
            case VERTX -> VertxTransport.create(settings);
        };
    }

    /** The cases of a table, each on each transport. */
    static Stream<Arguments> each(Collection<?> cases) {
        return Arrays.stream(values()).flatMap(transport -> cases.stream().map(row -> Arguments.of(transport, row)));
    }

    /** The name by which a user picks it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
