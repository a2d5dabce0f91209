package ai.extracta.deletions.benchmarks.micro;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.model.DeletionReceipt;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.TearDown;

/** One complete call over a connection on loopback, through each transport. */
public class SocketCallBenchmark extends CoreBenchmark {

    private final PreparedServer server = new PreparedServer();
    private final ClassificationDeletions nettyClient = client("netty");
    private final ClassificationDeletions vertxClient = client("vertx");

    private ClassificationDeletions client(String transport) {
        return ClassificationDeletions.builder()
                .apiKey(ApiKey.of("benchmark-key-with-a-usual-length-0123456789"))
                .baseUri(server.baseUri())
                .transport(transport)
                .build();
    }

    @Benchmark
    public @Nullable DeletionReceipt netty() {
        return nettyClient.deleteBatch("cls-1", "batch-7").block();
    }

    @Benchmark
    public @Nullable DeletionReceipt vertx() {
        return vertxClient.deleteBatch("cls-1", "batch-7").block();
    }

    @TearDown
    public void close() throws IOException {
        nettyClient.close();
        vertxClient.close();
        server.close();
    }
}
