package example;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import java.util.List;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

@SpringBootApplication
public class Application {

    public static void main(String[] args) {
        System.setProperty("server.port", "0");
        System.exit(SpringApplication.exit(SpringApplication.run(Application.class, args)));
    }

    @Bean(destroyMethod = "close")
    ExtractaSimulator simulator() {
        ExtractaSimulator simulator = ExtractaSimulator.start();
        simulator.seed(1, 1, 1);
        return simulator;
    }

    @Bean(destroyMethod = "close")
    ClassificationDeletions deletions(ExtractaSimulator simulator) {
        return ClassificationDeletions.builder()
                .apiKey(ApiKey.of(simulator.apiKey()))
                .baseUri(simulator.baseUri())
                .build();
    }

    @Bean
    CommandLineRunner check(ExtractaSimulator simulator, Environment environment) {
        return args -> {
            new ErasuresCheck(environment.getRequiredProperty("local.server.port", Integer.class)).run();
            if (!simulator.deletions().equals(List.of(new DeleteBatch("cls-1", "cls-1-batch-1")))) {
                throw new AssertionError(simulator.deletions());
            }
            String platform = "Spring Boot " + SpringBootVersion.getVersion();
            System.out.println("Ran with " + Versions.of(platform, simulator));
        };
    }
}
