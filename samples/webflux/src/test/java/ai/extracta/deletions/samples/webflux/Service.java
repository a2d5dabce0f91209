package ai.extracta.deletions.samples.webflux;

import ai.extracta.deletions.testkit.ExtractaSimulator;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The service on a port of its own, which can be restarted on the same port. */
final class Service implements AutoCloseable {

    /** Netty waits two seconds for late tasks otherwise. */
    private static final String QUICK_SHUTDOWN = "--spring.reactor.netty.shutdown-quiet-period=0s";

    private final String[] arguments;
    private ConfigurableApplicationContext context;
    private int port;

    private Service(String... arguments) {
        this.arguments = arguments;
        start();
    }

    /** Erases from a simulator as if it were a server that is configured. */
    static Service start(ExtractaSimulator simulator, Path folder) {
        return start(simulator.apiKey(), simulator.baseUri(), folder);
    }

    static Service start(String apiKey, URI baseUri, Path folder) {
        return new Service(
                "--EXTRACTA_API_KEY=" + apiKey,
                "--EXTRACTA_BASE_URL=" + baseUri,
                "--erasures.folder=" + folder,
                "--erasures.shutdown-grace=100ms");
    }

    /** As it starts unless both a key and a server are configured. */
    static Service startWithoutServer(Path folder, String... more) {
        return new Service(Stream.concat(Stream.of("--erasures.folder=" + folder), Stream.of(more))
                .toArray(String[]::new));
    }

    void start() {
        String[] all = Stream.concat(Stream.of(arguments), Stream.of("--server.port=" + port, QUICK_SHUTDOWN))
                .toArray(String[]::new);
        context = new SpringApplicationBuilder(WebfluxSample.class).run(all);
        port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    void stop() {
        context.close();
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    WebTestClient client() {
        return WebTestClient.bindToServer()
                .baseUrl(url())
                .responseTimeout(Duration.ofSeconds(30))
                .build();
    }

    @Override
    public void close() {
        stop();
    }
}
