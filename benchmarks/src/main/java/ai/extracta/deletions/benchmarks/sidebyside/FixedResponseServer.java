package ai.extracta.deletions.benchmarks.sidebyside;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.ssl.SslContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;

/**
 * A server on one event loop. Prints its port, then for each line of its input the handshakes since the last, and ends
 * with its input. Speaks TLS 1.3 if it gets the path of a key store; a {@link ConnectionMode} may follow.
 */
final class FixedResponseServer {

    private FixedResponseServer() {}

    public static void main(String[] arguments) throws IOException, InterruptedException, GeneralSecurityException {
        ConnectionMode mode = arguments.length < 2 ? ConnectionMode.KEPT : ConnectionMode.valueOf(arguments[1]);
        List<SslContext> contexts = arguments.length < 1
                ? List.of()
                : ServerCertificate.serverContexts(Path.of(arguments[0]), mode.contexts());
        ServerPipeline pipeline = new ServerPipeline(
                contexts,
                mode == ConnectionMode.KEPT ? ServerBehavior.KEEPS_CONNECTIONS : ServerBehavior.CLOSES_CONNECTIONS);
        System.out.println(pipeline.listen(new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory())));
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        while (commands.readLine() != null) {
            System.out.println(pipeline.handshakes().take().toLine());
        }
        System.exit(0);
    }
}
