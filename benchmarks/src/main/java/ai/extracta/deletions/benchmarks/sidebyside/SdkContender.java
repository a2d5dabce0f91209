package ai.extracta.deletions.benchmarks.sidebyside;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.benchmarks.driver.ClientMain;
import ai.extracta.deletions.benchmarks.driver.Completion;
import ai.extracta.deletions.benchmarks.driver.Contender;
import ai.extracta.deletions.benchmarks.driver.Target;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.transport.TransportSettings;
import java.net.URI;
import reactor.core.publisher.Mono;

/** The SDK with its defaults. */
final class SdkContender implements Contender {

    private final ClassificationDeletions deletions;

    SdkContender(Target target, String transport, RetryPolicy retryPolicy, TransportSettings settings) {
        deletions = ClassificationDeletions.builder()
                .apiKey(ApiKey.of(Target.KEY))
                .baseUri(URI.create(target.baseUri()))
                .transport(transport)
                .maxInFlight(Target.CONNECTIONS)
                .retryPolicy(retryPolicy)
                .transportSettings(settings)
                .build();
    }

    /** Arguments: origin, transport, and retry policy ({@code safe} or {@code none}). */
    public static void main(String[] arguments) {
        ClientMain.run(arguments, target -> of(target, arguments));
    }

    static SdkContender of(Target target, String[] arguments) {
        RetryPolicy retryPolicy = arguments[2].equals("none") ? RetryPolicy.none() : RetryPolicy.safe();
        return new SdkContender(target, arguments[1], retryPolicy, settings());
    }

    /** A base revision may not know HTTP/2. */
    private static TransportSettings settings() {
        return Target.HTTP_2
                ? TransportSettings.builder()
                        .protocol(TransportSettings.Protocol.HTTP_2_OR_1_1)
                        .build()
                : TransportSettings.defaults();
    }

    @Override
    public void send(Completion completion) {
        call().subscribe(receipt -> completion.succeeded(), completion::failed);
    }

    @Override
    public Runnable sendCancellable(Completion completion) {
        return call().subscribe(receipt -> completion.succeeded(), completion::failed)::dispose;
    }

    @Override
    public void sendAndWait() {
        call().block();
    }

    private Mono<DeletionReceipt> call() {
        return deletions.deleteFiles(Target.CLASSIFICATION, Target.BATCH, Target.FILES);
    }

    @Override
    public void close() {
        deletions.close();
    }
}
