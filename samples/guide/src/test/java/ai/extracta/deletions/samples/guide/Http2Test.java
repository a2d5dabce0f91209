package ai.extracta.deletions.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.transport.HttpVersion;
import ai.extracta.deletions.transport.TransportSettings;
import ai.extracta.deletions.transport.TransportSettings.Protocol;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** The page about HTTP/2. The simulator has no TLS, so HTTP/1.1 is spoken. */
class Http2Test {

    @RegisterExtension
    final Api api = new Api();

    @Test
    void theReceiptSaysWhichVersionWasSpoken() {
        // snippet: protocol
        TransportSettings settings = TransportSettings.builder()
                .protocol(Protocol.HTTP_2_OR_1_1)
                .build();
        // end
        ClassificationDeletions deletions = api.client(builder -> builder.transportSettings(settings));

        // snippet: http-version
        Mono<Optional<HttpVersion>> version =
                deletions.deleteBatch("cls-1", "batch-8").map(DeletionReceipt::httpVersion);
        // end
        StepVerifier.create(version)
                .assertNext(spoken -> assertThat(spoken).hasValue(HttpVersion.HTTP_1_1))
                .expectComplete()
                .verify(Api.TIMEOUT);
    }
}
