package ai.extracta.deletions.spring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses STARTER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("ai.extracta.deletions.spring");

    @Test
    void itKnowsTheApiButNoTransport() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "ai.extracta.deletions",
                        "ai.extracta.deletions.bulk",
                        "ai.extracta.deletions.error",
                        "ai.extracta.deletions.ledger",
                        "ai.extracta.deletions.ledger.r2dbc",
                        "ai.extracta.deletions.micrometer",
                        "ai.extracta.deletions.model",
                        "ai.extracta.deletions.spring",
                        "ai.extracta.deletions.transport",
                        "io.micrometer..",
                        "io.r2dbc.spi",
                        "java..",
                        "org.jspecify..",
                        "org.slf4j..",
                        "org.springframework..",
                        "reactor.core..",
                        "reactor.util..")
                .check(STARTER);
    }

    /** Each is optional, so only the configuration that has it as its condition may name it. */
    @Test
    void optionalLibrariesAreNamedOnlyWhereTheyAreACondition() {
        only("Deletions(Observation|Metrics)\\w*", "io.micrometer..", "ai.extracta.deletions.micrometer..");
        only("DeletionsR2dbcLedger\\w*", "io.r2dbc..", "ai.extracta.deletions.ledger.r2dbc..");
        only("DeletionsHealth\\w*", "org.springframework.boot.health..");
        only("DeletionsSanitizing\\w*", "org.springframework.boot.actuate..");
    }

    private static void only(String types, String... packages) {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\." + types + "(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .check(STARTER);
    }

    @Test
    void itShowsWhatApplicationsUseAndNothingElse() {
        assertThat(STARTER.stream()
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrder("ClassificationDeletionsBuilderCustomizer", "DeletionsAutoConfiguration");
    }
}
