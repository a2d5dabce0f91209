package ai.extracta.deletions.internal.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import ai.extracta.deletions.transport.HttpTransportProvider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found on class paths. There is no transport on that of these tests. */
class TransportDiscoveryTest {

    private static final List<String> OWN = List.of("plugin.alpha", "plugin.beta");

    private final ClassLoader original = Thread.currentThread().getContextClassLoader();

    @TempDir
    private static Path classes;

    @TempDir
    private Path services;

    @BeforeAll
    static void compile() throws IOException {
        PluginFixture.compile(
                classes,
                Map.of(
                        "alpha", "",
                        "beta", "",
                        "failing", "throw new IllegalStateException(\"no native library\");",
                        "unlinked", "throw new NoClassDefFoundError(\"io/other/Client\");"));
    }

    @AfterEach
    void restore() {
        Thread.currentThread().setContextClassLoader(original);
        System.clearProperty(TransportDiscovery.PROPERTY);
    }

    @Test
    void withoutATransportOnTheClassPathThereIsNone() {
        assertThatIllegalStateException()
                .isThrownBy(() -> TransportDiscovery.discover(null))
                .withMessageStartingWith("There is no HTTP transport.\n  Found: none");
    }

    @Test
    void aTransportThatOnlyTheContextClassLoaderSeesIsFound() throws Exception {
        try (URLClassLoader loader = plugin("plugin.alpha")) {
            Thread.currentThread().setContextClassLoader(loader);

            HttpTransportProvider provider = TransportDiscovery.discover(null);

            assertThat(provider.name()).isEqualTo("alpha");
            assertThat(provider.getClass().getClassLoader()).isSameAs(loader);
        }
    }

    @Test
    void withoutAContextClassLoaderTheOthersAreSearched() {
        Thread.currentThread().setContextClassLoader(null);

        assertThatIllegalStateException()
                .isThrownBy(() -> TransportDiscovery.discover(null))
                .withMessageContaining("Found: none");
    }

    @Test
    void severalAreNamedWithTheirClassesAndPlaces() throws Exception {
        try (URLClassLoader loader = plugin("plugin.alpha", "plugin.beta")) {
            Thread.currentThread().setContextClassLoader(loader);

            assertThatIllegalStateException()
                    .isThrownBy(() -> TransportDiscovery.discover(null))
                    .withMessageContaining("\"alpha\" (plugin.alpha in " + PluginFixture.url(classes))
                    .withMessageContaining("\"beta\" (plugin.beta in " + PluginFixture.url(classes));
        }
    }

    @Test
    void theNameThatIsGivenChooses() throws Exception {
        try (URLClassLoader loader = plugin("plugin.alpha", "plugin.beta")) {
            Thread.currentThread().setContextClassLoader(loader);

            assertThat(TransportDiscovery.discover("beta").name()).isEqualTo("beta");
        }
    }

    @Test
    void theSystemPropertyChoosesWhereNoNameIsGiven() throws Exception {
        System.setProperty("extracta.deletions.transport", "beta");
        try (URLClassLoader loader = plugin("plugin.alpha", "plugin.beta")) {
            Thread.currentThread().setContextClassLoader(loader);

            assertThat(TransportDiscovery.discover(null).name()).isEqualTo("beta");
            assertThat(TransportDiscovery.discover("alpha").name()).isEqualTo("alpha");
        }
    }

    @Test
    void aTransportThatOnlyTheClassLoaderOfThisSdkSeesIsFound() throws Exception {
        try (URLClassLoader sdk = PluginFixture.isolatedLoader(services, classes, "plugin.alpha")) {
            assertThat(discoverIn(sdk).getClass().getClassLoader()).isSameAs(sdk);
        }
    }

    @Test
    void aTransportThatBothClassLoadersSeeIsOne() throws Exception {
        try (URLClassLoader sdk = PluginFixture.isolatedLoader(services, classes, "plugin.alpha");
                URLClassLoader application = new URLClassLoader(new URL[0], sdk)) {
            Thread.currentThread().setContextClassLoader(application);

            assertThat(discoverIn(sdk).getClass().getName()).isEqualTo("plugin.alpha");
        }
    }

    @Test
    void oneThatCannotBeMadeDoesNotHideTheOthers() throws Exception {
        try (URLClassLoader loader = plugin(
                "plugin.failing", "plugin.missing", "plugin.unlinked", PluginFixture.class.getName(), "plugin.alpha")) {
            Thread.currentThread().setContextClassLoader(loader);

            assertThat(TransportDiscovery.discover(null).name()).isEqualTo("alpha");
            assertThatIllegalStateException()
                    .isThrownBy(() -> TransportDiscovery.discover("failing"))
                    .withMessageContaining("\n  Unusable: ")
                    .withMessageContaining("Provider plugin.failing could not be instantiated")
                    .withMessageContaining("no native library")
                    .withMessageContaining("Provider plugin.missing not found")
                    .withMessageContaining("io/other/Client")
                    .withMessageContaining(PluginFixture.class.getName() + " not a subtype")
                    .withMessageContaining("Found: \"alpha\"");
        }
    }

    @Test
    void oneOfOurOwnThatIsNotRegisteredIsNotPassedOverInSilence() throws Exception {
        try (URLClassLoader loader = plugin("plugin.alpha")) {
            Thread.currentThread().setContextClassLoader(loader);

            assertThatIllegalStateException()
                    .isThrownBy(() -> TransportDiscovery.discover(null, OWN))
                    .withMessageStartingWith("There are 2 HTTP transports, and one must be chosen.")
                    .withMessageContaining(
                            "Unusable: plugin.beta in " + PluginFixture.url(classes) + " is in no META-INF")
                    .withMessageContaining("these files must be merged")
                    .withMessageContaining("choose with builder().transport(\"alpha\")");
            assertThat(TransportDiscovery.discover("alpha", OWN).name()).isEqualTo("alpha");
            assertThatIllegalStateException()
                    .isThrownBy(() -> TransportDiscovery.discover("beta", OWN))
                    .withMessageStartingWith("There is no HTTP transport named \"beta\".")
                    .withMessageContaining("Unusable: plugin.beta in ");
        }
    }

    @Test
    void whereNoneIsRegisteredTheMessageSaysThatTheyAreThere() throws Exception {
        try (URLClassLoader loader = plugin()) {
            Thread.currentThread().setContextClassLoader(loader);

            assertThatIllegalStateException()
                    .isThrownBy(() -> TransportDiscovery.discover(null, OWN))
                    .withMessageStartingWith("There is no HTTP transport.\n  Found: none\n  Unusable: plugin.alpha in ")
                    .withMessageContaining("Unusable: plugin.beta in ");
        }
    }

    @Test
    void oneOfOurOwnThatIsRegisteredButCannotBeMadeIsNotCalledUnregistered() throws Exception {
        try (URLClassLoader loader = plugin("plugin.failing", "plugin.alpha")) {
            Thread.currentThread().setContextClassLoader(loader);

            assertThat(TransportDiscovery.discover(null, List.of("plugin.failing", "plugin.none"))
                            .name())
                    .isEqualTo("alpha");
        }
    }

    @Test
    void aClassLoaderThatCannotBeSearchedIsNotSearchedForEver() {
        Thread.currentThread().setContextClassLoader(new ClassLoader(original) {
            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                throw new IOException("the jar was deleted");
            }
        });
        ClassLoader broken = Thread.currentThread().getContextClassLoader();

        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            Thread.currentThread().setContextClassLoader(broken);
            assertThatIllegalStateException()
                    .isThrownBy(() -> TransportDiscovery.discover(null))
                    .withMessageContaining("Unusable: java.util.ServiceConfigurationError");
        });
    }

    /** Runs discovery in the copy of this SDK that another class loader has. */
    private static Object discoverIn(ClassLoader sdk) throws ReflectiveOperationException {
        return Class.forName(TransportDiscovery.class.getName(), true, sdk)
                .getMethod("discover", String.class)
                .invoke(null, (Object) null);
    }

    private URLClassLoader plugin(String... registered) throws IOException {
        return PluginFixture.loader(services, classes, registered);
    }
}
