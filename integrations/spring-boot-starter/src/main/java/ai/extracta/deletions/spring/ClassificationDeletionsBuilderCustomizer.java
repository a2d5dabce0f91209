package ai.extracta.deletions.spring;

import ai.extracta.deletions.ClassificationDeletions;

/**
 * Changes the client that is configured, where no property does. Beans of this type are applied in their order, after
 * the properties.
 *
 * <pre>{@code
 * @Bean
 * ClassificationDeletionsBuilderCustomizer gateway() {
 *     return builder -> builder.transportDecorator(transport -> transport.mapRequests(
 *             (request, context) -> request.withHeader("x-gateway-key", gatewayKey)));
 * }
 * }</pre>
 *
 * <p>Transport settings that a customizer sets replace those of the properties {@code proxy.*} and {@code ssl.*}. A
 * listener that a customizer sets replaces all others. Define a bean of type
 * {@link ai.extracta.deletions.DeletionListener} to add one.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ClassificationDeletionsBuilderCustomizer {

    /**
     * Changes a builder. Called once for each builder, while the application starts.
     *
     * @param builder has what the properties say
     */
    void customize(ClassificationDeletions.Builder builder);
}
