package ai.extracta.deletions.samples.webflux;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.event.EventListener;

/** Starts the service. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(ErasureProperties.class)
public final class WebfluxSample {

    public static void main(String[] args) {
        SpringApplication.run(WebfluxSample.class, args);
    }

    @EventListener
    void printUrl(ApplicationReadyEvent ready) {
        System.out.println("Open http://127.0.0.1:"
                + ready.getApplicationContext().getEnvironment().getProperty("local.server.port") + "/");
    }
}
