package ai.extracta.deletions.benchmarks.sidebyside;

import ai.extracta.deletions.benchmarks.driver.Target;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures calls with pauses between them, over TLS: all clients and loads at once, since hardly any work is done. */
@Command(
        name = "bin/benchmark-sparse",
        description = "Measures sparse calls over TLS: handshakes, lost calls and latency.")
final class SparseBenchmark extends BenchmarkCommand {

    /** Between the first calls of two callers, so that they do not coincide. */
    private static final Duration STAGGER = Duration.ofMillis(37);

    @Option(names = "--seconds", paramLabel = "SECONDS", description = "Duration: ${DEFAULT-VALUE}.")
    int seconds = 225;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<SparseCaller> callers = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();

    private SparseBenchmark() {}

    private record Row(SparseLoad load, SparseClient client, ServerPipeline server, SparseResult result) {

        @Override
        public String toString() {
            return "%s %-18s %s"
                    .formatted(
                            load.describe(),
                            client.label(),
                            result.describe(
                                    server.requests(), server.handshakes().take()));
        }
    }

    public static void main(String[] arguments) {
        new SparseBenchmark().run(arguments);
    }

    @Override
    public Integer call() throws Exception {
        try (ServerCertificate certificate = ServerCertificate.create()) {
            certificate.trust();
            List<SslContext> tls = ServerCertificate.serverContexts(certificate.keyStore(), 1);
            for (SparseLoad load : SparseLoad.all()) {
                for (SparseClient client : SparseClient.all()) {
                    start(load, client, new ServerPipeline(tls, load.server()));
                }
            }
            System.err.println(callers.size() + " clients, " + seconds + " seconds");
            Thread.sleep(Duration.ofSeconds(seconds).toMillis());
        }
        System.out.println("kept for  pause      client");
        rows.forEach(System.out::println);
        return 0;
    }

    private void start(SparseLoad load, SparseClient client, ServerPipeline server) throws InterruptedException {
        Target target = new Target("https://127.0.0.1:" + server.listen(loop));
        SparseResult result = new SparseResult();
        rows.add(new Row(load, client, server, result));
        for (int i = 0; i < load.callers(); i++) {
            SparseCaller caller = new SparseCaller(client.factory().apply(target), timer, load::pause, result);
            callers.add(caller);
            caller.callAfter(STAGGER.multipliedBy(callers.size()));
        }
    }
}
