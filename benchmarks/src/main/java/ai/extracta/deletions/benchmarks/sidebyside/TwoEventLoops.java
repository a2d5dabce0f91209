package ai.extracta.deletions.benchmarks.sidebyside;

import ai.extracta.deletions.benchmarks.driver.ClientMain;
import ai.extracta.deletions.benchmarks.driver.Completion;
import ai.extracta.deletions.benchmarks.driver.Contender;
import ai.extracta.deletions.benchmarks.driver.Target;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A bare Web Client of which two event loops send, each for half of the callers. */
final class TwoEventLoops implements Contender {

    private final RawVertx client;
    private final List<OnContext> callers;

    private TwoEventLoops(Target target) {
        client = new RawVertx(target);
        callers = Stream.generate(this::newContext)
                .limit(2)
                .map(context -> new OnContext(client, context))
                .toList();
    }

    /** Sends on an event loop: at once if on it already, as in the callback of the previous call. */
    private record OnContext(RawVertx client, Context context) implements Contender {

        @Override
        public void send(Completion completion) {
            if (Vertx.currentContext() == context) {
                client.send(completion);
            } else {
                context.runOnContext(now -> client.send(completion));
            }
        }

        @Override
        public void sendAndWait() {
            client.sendAndWait();
        }

        @Override
        public void close() {
            client.close();
        }
    }

    public static void main(String[] arguments) {
        ClientMain.run(arguments, TwoEventLoops::new);
    }

    /** Each thread gets a context on the next event loop. */
    private Context newContext() {
        return CompletableFuture.supplyAsync(client::context, task -> new Thread(task).start())
                .join();
    }

    @Override
    public Contender ofCaller(int caller) {
        return callers.get(caller % callers.size());
    }

    @Override
    public void send(Completion completion) {
        client.send(completion);
    }

    @Override
    public void sendAndWait() {
        client.sendAndWait();
    }

    @Override
    public void close() {
        client.close();
    }
}
