package ai.extracta.deletions.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.annotation.Configuration;

/** Endpoints of the actuator that are configured to show everything. */
class DeletionsSanitizingTest {

    private static final String SECRET = "s3cret-0123456789";
    private static final String PROXY_SECRET = "s3cret-of-the-proxy";

    private static ReactiveWebServerApplicationContext context;

    @BeforeAll
    static void start() {
        context = (ReactiveWebServerApplicationContext) SpringApplication.run(
                Application.class,
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.reactor.netty.shutdown-quiet-period=0s",
                "--management.endpoints.web.exposure.include=*",
                "--management.endpoint.env.show-values=always",
                "--management.endpoint.configprops.show-values=always",
                "--management.endpoint.health.show-details=always",
                "--extracta.deletions.transport=netty",
                "--extracta.deletions.max-in-flight=7",
                "--extracta.deletions.api-key=" + SECRET,
                "--extracta.deletions.proxy.host=127.0.0.1",
                "--extracta.deletions.proxy.port=9",
                "--extracta.deletions.proxy.username=service",
                "--extracta.deletions.proxy.password=" + PROXY_SECRET,
                "--other.proxy=http://service:" + PROXY_SECRET + "@127.0.0.1:9",
                "--other.command=curl --header Bearer:" + SECRET);
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"env", "configprops", "beans", "conditions", "health"})
    void noEndpointShowsASecret(String endpoint) throws Exception {
        assertThat(get(endpoint)).contains("extracta").doesNotContain(SECRET, PROXY_SECRET);
    }

    @Test
    void whatIsNotSecretIsShown() throws Exception {
        assertThat(get("env")).contains("extracta.deletions.api-key", "\"value\":\"7\"");
        assertThat(get("configprops")).contains("\"maxInFlight\":7");
    }

    @ParameterizedTest
    @CsvSource({
        "extracta.deletions.api-key, true",
        "EXTRACTA_API_KEY, true",
        "EXTRACTA_DELETIONS_APIKEY, true",
        "extracta.deletions.apiKey, true",
        "extracta.deletions.proxy.password, true",
        "EXTRACTA_DELETIONS_PROXY_PASSWORD, true",
        "extracta.deletions.proxy.username, false",
        "extracta.deletions.api-key-file, false",
        "other.api-key, false"
    })
    void aSecretIsRecognizedByItsNameInEverySpelling(String name, boolean hidden) {
        SanitizableData data = new SanitizableData(null, name, "/run/secrets/key");

        assertThat(context.getBean("extractaSanitizingFunction", SanitizingFunction.class)
                        .apply(data)
                        .getValue())
                .isEqualTo(hidden ? SanitizableData.SANITIZED_VALUE : "/run/secrets/key");
    }

    private static String get(String endpoint) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + context.getWebServer().getPort() + "/actuator/" + endpoint))
                .timeout(Duration.ofSeconds(20))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
