package ai.extracta.deletions.internal.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.HttpTransportProvider;
import ai.extracta.deletions.transport.TransportSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which transport is chosen among those that were found. */
class TransportSelectionTest {

    private static final HttpTransportProvider NETTY = new First("netty");
    private static final HttpTransportProvider VERTX = new Second("vertx");
    private static final String ARTIFACTS = " one of the dependencies"
            + " ai.extracta:extracta-deletions-transport-netty (Reactor Netty) or"
            + " ai.extracta:extracta-deletions-transport-vertx (Vert.x Web Client), or pass an instance to"
            + " builder().transport(..).";

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void theOnlyOneNeedsNoName(String blank) {
        assertThat(TransportDiscovery.select(List.of(NETTY), blank, List.of())).isSameAs(NETTY);
    }

    @Test
    void theNamedOneIsChosen() {
        assertThat(TransportDiscovery.select(List.of(NETTY, VERTX), "vertx", List.of()))
                .isSameAs(VERTX);
        assertThat(TransportDiscovery.select(List.of(NETTY), "netty", List.of()))
                .isSameAs(NETTY);
    }

    @Test
    void anUnusableProviderDoesNotMatterIfOneIsLeft() {
        assertThat(TransportDiscovery.select(List.of(NETTY), "", List.of("broken")))
                .isSameAs(NETTY);
    }

    @Test
    void withoutAnyTheMessageNamesTheDependenciesToAdd() {
        assertThatIllegalStateException()
                .isThrownBy(() -> TransportDiscovery.select(List.of(), "", List.of()))
                .withMessage("There is no HTTP transport.\n  Found: none\n  Add" + ARTIFACTS);
    }

    @Test
    void amongSeveralTheMessageNamesEachWithItsClassAndJarAndTheWaysToChoose() {
        String jar = TransportSelectionTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString();

        assertThatIllegalStateException()
                .isThrownBy(() -> TransportDiscovery.select(List.of(NETTY, VERTX), "", List.of()))
                .withMessage("There are 2 HTTP transports, and one must be chosen.\n  Found: \"netty\" ("
                        + First.class.getName() + " in " + jar + "), \"vertx\" (" + Second.class.getName() + " in "
                        + jar
                        + ")\n  Remove all but one from the dependencies, or choose with"
                        + " builder().transport(\"netty\") or -Dextracta.deletions.transport=netty.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jetty", "Netty", "netty ", " netty"})
    void aNameThatWasNotFoundIsRepeatedAndTheMessageNamesWhatWas(String name) {
        assertThatIllegalStateException()
                .isThrownBy(() -> TransportDiscovery.select(List.of(NETTY), name, List.of()))
                .withMessageStartingWith("There is no HTTP transport named \"" + name + "\".\n  Found: \"netty\" (")
                .withMessageEndingWith("\n  Use a name that was found, or add" + ARTIFACTS);
    }

    @Test
    void twoOfOneNameAreNotChosenFromSilently() {
        assertThatIllegalStateException()
                .isThrownBy(() -> TransportDiscovery.select(List.of(NETTY, new Second("netty")), "netty", List.of()))
                .withMessageStartingWith(
                        "There are 2 HTTP transports named \"netty\", and one must be chosen.\n  Found: ");
    }

    @Test
    void theMessageExplainsWhyProvidersCouldNotBeCreated() {
        assertThatIllegalStateException()
                .isThrownBy(() -> TransportDiscovery.select(List.of(), "", List.of("one is broken", "two is broken")))
                .withMessageContaining("\n  Found: none\n  Unusable: one is broken\n  Unusable: two is broken\n  Add");
    }

    private record First(String name) implements HttpTransportProvider {

        @Override
        public HttpTransport create(TransportSettings settings) {
            throw new UnsupportedOperationException();
        }
    }

    private record Second(String name) implements HttpTransportProvider {

        @Override
        public HttpTransport create(TransportSettings settings) {
            throw new UnsupportedOperationException();
        }
    }
}
