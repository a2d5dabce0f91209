/**
 * Auto-configuration of the deletions SDK in a Spring Boot application.
 *
 * <p>Only {@code bin/javadoc} reads this file: the starter itself is an automatic module of this name, as those of
 * Spring Boot are.
 */
module ai.extracta.deletions.spring {
    requires transitive ai.extracta.deletions;
    requires ai.extracta.deletions.micrometer;
    requires micrometer.core;
    requires org.slf4j;
    requires spring.beans;
    requires spring.boot;
    requires spring.boot.actuator;
    requires spring.boot.autoconfigure;
    requires spring.boot.health;
    requires spring.context;
    requires spring.core;
    requires static org.jspecify;

    exports ai.extracta.deletions.spring;
}
