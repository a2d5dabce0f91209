/**
 * Configures the deletions SDK in a Spring Boot application. What an application uses are the properties {@code
 * extracta.deletions.*} and {@link ai.extracta.deletions.spring.ClassificationDeletionsBuilderCustomizer}.
 */
@NullMarked
package ai.extracta.deletions.spring;

import org.jspecify.annotations.NullMarked;
