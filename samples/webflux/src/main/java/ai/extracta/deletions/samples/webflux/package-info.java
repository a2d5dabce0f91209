/** A Spring Boot service that erases what it is sent, and a page that shows it live. */
@NullMarked
package ai.extracta.deletions.samples.webflux;

import org.jspecify.annotations.NullMarked;
