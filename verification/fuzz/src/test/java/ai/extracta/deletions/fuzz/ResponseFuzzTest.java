package ai.extracta.deletions.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.model.DeletionReceipt;
import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** For any response of a transport, the call ends, reports no more than is proven, and does not leak the API key. */
class ResponseFuzzTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    static {
        VirtualTimeScheduler.getOrSet(); // so that a call is over when it returns, on the one thread
    }

    private static final AtomicReference<AttemptScript> CURRENT = new AtomicReference<>();

    private static final ClassificationDeletions CLIENT = ClassificationDeletions.builder()
            .apiKey(ApiKey.of(ReportedText.KEY))
            .transport(new ScriptedTransport(CURRENT))
            .retryPolicy(RetryPolicy.includingUnknown()
                    .withMaxAttempts(AttemptScript.MAX_ATTEMPTS)
                    .withBackoff(Duration.ZERO, Duration.ZERO)
                    .withMaxRetryAfter(Duration.ZERO))
            .build();

    @FuzzTest
    @DictionaryFile(resourcePath = "responses.dict")
    void endsWithTheTruth(byte[] input) {
        AttemptScript script = AttemptScript.parse(input);
        CURRENT.set(script);
        Mono<Object> call = CLIENT.deleteBatch("cls-1", "batch-8")
                .cast(Object.class)
                .onErrorResume(DeletionException.class, Mono::just);

        Object end = call.block(TIMEOUT);

        if (end instanceof DeletionReceipt receipt) {
            script.check(receipt);
            ReportedText.of(receipt).containsNoKey();
        } else {
            assertThat(end).isInstanceOf(DeletionException.class);
            script.check((DeletionException) end);
            ReportedText.of((DeletionException) end).isSingleLine().containsNoKey();
        }
    }
}
