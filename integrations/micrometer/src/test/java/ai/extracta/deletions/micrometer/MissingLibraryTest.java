package ai.extracta.deletions.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.testsupport.IsolatedClassLoader;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Observations need neither of the libraries that are optional. */
class MissingLibraryTest {

    @RegisterExtension
    final SimulatorExtension server = new SimulatorExtension();

    @ParameterizedTest
    @ValueSource(strings = {"io.micrometer.core", "io.micrometer.context"})
    void callsAreObservedWithout(String library) throws IOException {
        server.simulator().seed(1, 1, 1);

        try (IsolatedClassLoader loader = IsolatedClassLoader.without(library)) {
            loader.run(
                    OneObservedCall.class,
                    server.simulator().baseUri().toString(),
                    server.simulator().apiKey());
        }

        assertThat(server.simulator().deletions()).hasSize(1);
    }

    @Test
    void onlyTheMetricsNeedMicrometerCore() throws IOException {
        try (IsolatedClassLoader loader = IsolatedClassLoader.without("io.micrometer.core")) {
            assertThatThrownBy(() -> Class.forName(DeletionMetrics.class.getName(), true, loader))
                    .isInstanceOf(NoClassDefFoundError.class)
                    .hasMessageContaining("io/micrometer/core");
        }
    }

    /** Deletes one batch and fails unless a handler was notified. */
    public static final class OneObservedCall implements BiConsumer<String, String> {

        // Not that of SimulatorExtension, which would load every transport once more.
        private static final Duration TIMEOUT = Duration.ofSeconds(30);

        @Override
        public void accept(String baseUri, String apiKey) {
            RecordingHandler recording = new RecordingHandler();
            ObservationRegistry registry = ObservationRegistry.create();
            registry.observationConfig().observationHandler(recording);
            try (ClassificationDeletions deletions = ClassificationDeletions.builder()
                    .apiKey(ApiKey.of(apiKey))
                    .baseUri(URI.create(baseUri))
                    .transport("netty")
                    .listener(DeletionObservations.create(registry))
                    .build()) {
                deletions.deleteBatch("cls-1", "cls-1-batch-1").block(TIMEOUT);
                deletions.closeLater().block(TIMEOUT);
            }
            if (recording.stopped("extracta.deletions.call").size() != 1) {
                throw new IllegalStateException("the call was not observed");
            }
        }
    }
}
