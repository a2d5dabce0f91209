package ai.extracta.deletions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.HttpTransportProvider;
import ai.extracta.deletions.transport.TransportSettings;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A builder that looks for a transport itself. */
class BuilderDiscoveryTest {

    private static final List<Creation> CREATIONS = new ArrayList<>();

    private final ClassLoader original = Thread.currentThread().getContextClassLoader();
    private final ClassificationDeletions.Builder builder =
            ClassificationDeletions.builder().apiKey(ApiKey.of("key-1"));

    @BeforeEach
    void forget() {
        CREATIONS.clear();
    }

    @AfterEach
    void restore() {
        Thread.currentThread().setContextClassLoader(original);
    }

    @Test
    void withoutATransportThereIsNoClient() {
        assertThatIllegalStateException()
                .isThrownBy(builder::build)
                .withMessageStartingWith("There is no HTTP transport.");
    }

    @Test
    void theOnlyTransportIsMadeAndClosed(@TempDir Path folder) throws Exception {
        try (URLClassLoader loader = loader(folder, Alpha.class)) {
            Thread.currentThread().setContextClassLoader(loader);

            builder.build().close();

            assertThat(CREATIONS).singleElement().satisfies(creation -> {
                assertThat(creation.name()).isEqualTo("alpha");
                assertThat(creation.transport().closings).isEqualTo(1);
            });
        }
    }

    @Test
    void everyClientHasAnOwnedTransport(@TempDir Path folder) throws Exception {
        try (URLClassLoader loader = loader(folder, Alpha.class)) {
            Thread.currentThread().setContextClassLoader(loader);

            builder.build();
            builder.build().close();

            assertThat(CREATIONS)
                    .extracting(creation -> creation.transport().closings)
                    .containsExactly(0, 1);
        }
    }

    @Test
    void theTransportGetsTheSettingsAndAsManyConnectionsAsCallsMayBeInFlight(@TempDir Path folder) throws Exception {
        try (URLClassLoader loader = loader(folder, Alpha.class)) {
            Thread.currentThread().setContextClassLoader(loader);
            TransportSettings settings = TransportSettings.builder()
                    .maxConnections(99)
                    .maxResponseBytes(77)
                    .build();

            builder.maxInFlight(5).transportSettings(settings).build();

            TransportSettings given = CREATIONS.get(0).settings();
            assertThat(given.maxConnections()).isEqualTo(5);
            assertThat(given.maxResponseBytes()).isEqualTo(77);
        }
    }

    @Test
    void amongSeveralTheNamedOneIsMadeAndNoOther(@TempDir Path folder) throws Exception {
        try (URLClassLoader loader = loader(folder, Alpha.class, Beta.class)) {
            Thread.currentThread().setContextClassLoader(loader);

            assertThatIllegalStateException()
                    .isThrownBy(builder::build)
                    .withMessageContaining("\"alpha\"")
                    .withMessageContaining("\"beta\"");
            builder.transport("beta").build();

            assertThat(CREATIONS).extracting(Creation::name).containsExactly("beta");
        }
    }

    @Test
    void aBorrowedTransportIsUsedWithoutLooking(@TempDir Path folder) throws Exception {
        try (URLClassLoader loader = loader(folder, Alpha.class)) {
            Thread.currentThread().setContextClassLoader(loader);

            builder.transport(new FakeTransport()).build();

            assertThat(CREATIONS).isEmpty();
        }
    }

    @Test
    void aBaseUriThatCannotBeUsedIsNoticedBeforeATransportIsMade(@TempDir Path folder) throws Exception {
        try (URLClassLoader loader = loader(folder, Alpha.class)) {
            Thread.currentThread().setContextClassLoader(loader);
            builder.baseUri(URI.create("ftp://api.example"));

            assertThat(catchThrowable(builder::build)).isInstanceOf(IllegalArgumentException.class);

            assertThat(CREATIONS).isEmpty();
        }
    }

    private static URLClassLoader loader(Path folder, Class<?>... providers) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        List<String> names = Stream.of(providers).map(Class::getName).toList();
        Files.write(services.resolve(HttpTransportProvider.class.getName()), names);
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, BuilderDiscoveryTest.class.getClassLoader());
    }

    private static HttpTransport create(String name, TransportSettings settings) {
        FakeTransport transport = new FakeTransport();
        CREATIONS.add(new Creation(name, settings, transport));
        return transport;
    }

    private record Creation(String name, TransportSettings settings, FakeTransport transport) {}

    public static final class Alpha implements HttpTransportProvider {

        @Override
        public String name() {
            return "alpha";
        }

        @Override
        public HttpTransport create(TransportSettings settings) {
            return BuilderDiscoveryTest.create(name(), settings);
        }
    }

    public static final class Beta implements HttpTransportProvider {

        @Override
        public String name() {
            return "beta";
        }

        @Override
        public HttpTransport create(TransportSettings settings) {
            return BuilderDiscoveryTest.create(name(), settings);
        }
    }
}
