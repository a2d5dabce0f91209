package example;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.transport.netty.NettyTransport;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import reactor.netty.http.client.HttpClient;

@QuarkusMain
public class Application implements QuarkusApplication {

    @Inject
    ExtractaSimulator simulator;

    @Inject
    ClassificationDeletions deletions;

    @Override
    public int run(String... args) {
        simulator.seed(1, 1, 1);
        deletions.deleteBatch("cls-1", "cls-1-batch-1").block();
        String version = QuarkusApplication.class.getPackage().getImplementationVersion();
        System.out.println("Ran with " + Versions.of("Quarkus " + version, simulator));
        return 0;
    }
}

@Singleton
class Beans {

    @Produces
    @Singleton
    ExtractaSimulator simulator() {
        return ExtractaSimulator.start();
    }

    @Produces
    @Singleton
    ClassificationDeletions deletions(ExtractaSimulator simulator) {
        return ClassificationDeletions.builder()
                .apiKey(ApiKey.of(simulator.apiKey()))
                .baseUri(simulator.baseUri())
                .transport(NettyTransport.using(HttpClient.create()))
                .build();
    }

    void close(@Disposes ClassificationDeletions deletions) {
        deletions.close();
    }

    void close(@Disposes ExtractaSimulator simulator) {
        simulator.close();
    }
}
