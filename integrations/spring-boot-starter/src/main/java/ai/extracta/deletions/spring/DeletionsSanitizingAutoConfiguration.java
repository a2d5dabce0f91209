package ai.extracta.deletions.spring;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Keeps the API key and the password of the proxy from the endpoints {@code env} and {@code configprops}, also if they
 * are configured to show values: under their own names, and wherever else they occur, such as in a command line.
 */
@AutoConfiguration(after = DeletionsAutoConfiguration.class)
@ConditionalOnClass(SanitizingFunction.class)
final class DeletionsSanitizingAutoConfiguration {

    @Bean
    SanitizingFunction extractaSanitizingFunction(DeletionsProperties properties) {
        List<String> secrets = Stream.of(properties.apiKey(), properties.proxy().password())
                .filter(secret -> secret != null && !secret.isBlank())
                .map(String::valueOf)
                .toList();
        return data -> isSecret(data.getKey()) || contains(data.getValue(), secrets)
                ? data.withValue(SanitizableData.SANITIZED_VALUE)
                : data;
    }

    /** In whichever spelling: {@code extracta.deletions.api-key}, {@code EXTRACTA_API_KEY}. */
    private static boolean isSecret(String name) {
        String letters = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        return letters.startsWith("extracta") && (letters.endsWith("apikey") || letters.endsWith("proxypassword"));
    }

    private static boolean contains(@Nullable Object value, List<String> secrets) {
        return value != null && secrets.stream().anyMatch(value.toString()::contains);
    }
}
