package ai.extracta.deletions.kafka;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    /** Of core's internal packages only the one that is exported to it. */
    @Test
    void itKnowsTheApiTheJsonOfCoreAndKafkaButNoTransport() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "ai.extracta.deletions",
                        "ai.extracta.deletions.bulk",
                        "ai.extracta.deletions.error",
                        "ai.extracta.deletions.internal.json",
                        "ai.extracta.deletions.kafka",
                        "ai.extracta.deletions.model",
                        "java..",
                        "org.apache.kafka..",
                        "org.jspecify..",
                        "org.reactivestreams",
                        "org.slf4j..",
                        "reactor.core..",
                        "reactor.util..")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("ai.extracta.deletions.kafka"));
    }
}
