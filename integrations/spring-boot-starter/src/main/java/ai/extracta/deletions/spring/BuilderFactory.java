package ai.extracta.deletions.spring;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.Concurrency;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Translates properties into what the builder takes. */
final class BuilderFactory {

    private static final String PREFIX = "extracta.deletions.";

    private final DeletionsProperties properties;

    BuilderFactory(DeletionsProperties properties) {
        this.properties = properties;
    }

    ApiKey apiKey() {
        @Nullable String key = properties.apiKey();
        @Nullable Path file = properties.apiKeyFile();
        if (key != null && file != null) {
            throw invalid("api-key and " + PREFIX + "api-key-file are both set", "Remove one of them.", null);
        }
        if (file != null) {
            return apiKey(file);
        }
        if (key == null || key.isBlank()) {
            throw new DeletionsConfigurationException(
                    "There is no API key for Extracta.ai: neither " + PREFIX + "api-key nor " + PREFIX
                            + "api-key-file is set.",
                    "Set one of them, for example\n\n    " + PREFIX + "api-key=${EXTRACTA_API_KEY}\n    " + PREFIX
                            + "api-key-file=/run/secrets/extracta-api-key\n\nor define a bean of type ApiKey.");
        }
        try {
            return ApiKey.of(key);
        } catch (IllegalArgumentException e) {
            throw invalid("api-key: " + e.getMessage(), "Set the key as Extracta.ai shows it.", e);
        }
    }

    private static ApiKey apiKey(Path file) {
        try {
            return ApiKeyFile.open(file);
        } catch (IOException e) {
            throw invalid(
                    "api-key-file: cannot read " + file + " (" + e + ")", "Name a file that this process may read.", e);
        } catch (IllegalArgumentException e) {
            throw invalid("api-key-file: " + file + ": " + e.getMessage(), "Write the key into that file.", e);
        }
    }

    ClassificationDeletions.Builder builder(ApiKey apiKey) {
        ClassificationDeletions.Builder builder =
                ClassificationDeletions.builder().apiKey(apiKey);
        apply(() -> {
            set(properties.baseUri(), builder::baseUri);
            setIf(properties.allowInsecureHttp(), builder::allowInsecureHttp);
            set(properties.transport(), name -> builder.transport(name));
            set(properties.deadline(), builder::deadline);
            set(properties.attemptDeadline(), builder::attemptDeadline);
            set(concurrency(), builder::concurrency);
            set(properties.maxWaiting(), builder::maxWaiting);
            setIf(properties.notFoundMeansAbsent(), builder::notFoundMeansAbsent);
            builder.retryPolicy(properties.retry().toPolicy());
        });
        return builder;
    }

    static ClassificationDeletions build(ClassificationDeletions.Builder builder) {
        ClassificationDeletions[] built = new ClassificationDeletions[1];
        apply(() -> built[0] = builder.build());
        return built[0];
    }

    private @Nullable Concurrency concurrency() {
        @Nullable Integer fixed = properties.maxInFlight();
        @Nullable Integer min = properties.concurrency().min();
        @Nullable Integer max = properties.concurrency().max();
        if (min != null && max != null && fixed == null) {
            return Concurrency.adaptive(min, max);
        }
        if (min != null || max != null) {
            throw invalid(
                    "concurrency needs min and max, and excludes " + PREFIX + "max-in-flight",
                    "Set both for a limit that adapts, or max-in-flight for a fixed one.",
                    null);
        }
        return fixed == null ? null : Concurrency.fixed(fixed);
    }

    private static <T> void set(@Nullable T value, Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }

    private static void setIf(boolean value, Runnable setter) {
        if (value) {
            setter.run();
        }
    }

    private static void apply(Runnable settings) {
        try {
            settings.run();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new DeletionsConfigurationException(
                    "The client of Extracta.ai cannot be created: " + e.getMessage(),
                    "Correct what the message names: a property " + PREFIX + "*, or the dependencies.",
                    e);
        }
    }

    private static DeletionsConfigurationException invalid(String problem, String action, @Nullable Throwable cause) {
        return new DeletionsConfigurationException(PREFIX + problem, action, cause);
    }
}
