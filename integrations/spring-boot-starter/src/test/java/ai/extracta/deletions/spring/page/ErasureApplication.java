package ai.extracta.deletions.spring.page;

import ai.extracta.deletions.spring.ClassificationDeletionsBuilderCustomizer;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Around the code of docs/spring.md. */
@SpringBootApplication
class ErasureApplication {

    /** Both transports are on the class path of these tests. */
    @Bean
    ClassificationDeletionsBuilderCustomizer transport() {
        return builder -> builder.transport("netty");
    }
}
