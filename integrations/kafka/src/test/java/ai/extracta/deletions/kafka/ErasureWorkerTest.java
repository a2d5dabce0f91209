package ai.extracta.deletions.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ErasureWorkerTest {

    private final ClassificationDeletions deletions = ClassificationDeletions.builder()
            .apiKey(ApiKey.of("key"))
            .baseUri(URI.create("http://127.0.0.1:9/"))
            .build();

    @AfterEach
    void close() {
        deletions.close();
    }

    private ErasureWorker.Builder complete() {
        return ErasureWorker.builder()
                .deletions(deletions)
                .consumer(Map.of("bootstrap.servers", "127.0.0.1:9", "group.id", "g"))
                .topic("requests")
                .results("results")
                .deadLetters("dead-letters");
    }

    @Test
    void saysWhatIsMissing() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ErasureWorker.builder().deletions(deletions).build())
                .withMessage("the property bootstrap.servers is missing; pass it to consumer(..) before build()");
        assertThatIllegalStateException()
                .isThrownBy(() -> ErasureWorker.builder().build())
                .withMessage("deletions(..) is missing; call it before build()");
    }

    @Test
    void takesAPropertiesObject() {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", "127.0.0.1:9");
        properties.setProperty("group.id", "g");
        properties.setProperty("client.id", "pod-7");

        assertThat(complete().consumer(properties).build().state().worker()).isEqualTo("pod-7");
    }

    @Test
    void refusesALimitThatLeavesNoDeliveryInReserve() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> complete().deliveryLimit(1))
                .withMessage("deliveryLimit is 1; it must be at least 2");
    }

    @Test
    void stopsWithoutHavingBeenStartedAndCannotBeStartedThen() {
        ErasureWorker worker = complete().build();

        worker.stopLater().block(Duration.ofSeconds(5));

        assertThat(worker.state().running()).isFalse();
        assertThatIllegalStateException().isThrownBy(worker::start);
    }

    @Test
    void stopsWhileTheBrokerCannotBeReached() {
        ErasureWorker worker = complete().build();
        worker.start();
        Erasure.awaitUntil(() -> !worker.state().lastFailure().isEmpty());
        assertThat(worker.state().running()).isTrue();

        worker.stopLater().block(Duration.ofSeconds(30));

        assertThat(worker.state().running()).isFalse();
    }
}
