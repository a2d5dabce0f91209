package ai.extracta.deletions.spring;

import ai.extracta.deletions.ClassificationDeletions;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** An application without a web server that deletes one classification and prints what it saw. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class ErasureProgram {

    static final String REPORT = "erasure: ";

    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(ErasureProgram.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        try (ConfigurableApplicationContext context = application.run(arguments)) {
            ClassificationDeletions deletions = context.getBean(ClassificationDeletions.class);
            String confirmation = deletions
                    .deleteClassification("cls-1")
                    .map(receipt -> receipt.confirmation().name())
                    .block(Duration.ofSeconds(20));
            System.out.println(REPORT + confirmation + " with Spring Boot " + SpringBootVersion.getVersion() + " by "
                    + ErasureProgram.class.getClassLoader().getClass().getSimpleName() + ", beans: "
                    + beans(context));
        }
    }

    private static String beans(ConfigurableApplicationContext context) {
        return Arrays.stream(context.getBeanDefinitionNames())
                .filter(name -> name.startsWith("classificationDeletions")
                        || name.startsWith("deletion")
                        || name.startsWith("extracta"))
                .filter(name -> !name.contains("."))
                .sorted()
                .collect(Collectors.joining(","));
    }
}
