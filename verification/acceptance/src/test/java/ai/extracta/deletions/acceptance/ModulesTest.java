package ai.extracta.deletions.acceptance;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The allowed dependencies between modules. */
class ModulesTest {

    private static final String NETTY = "ai.extracta.deletions.transport.netty..";
    private static final String VERTX = "ai.extracta.deletions.transport.vertx..";
    private static final String MICROMETER = "ai.extracta.deletions.micrometer..";
    private static final String LEDGER_R2DBC = "ai.extracta.deletions.ledger.r2dbc..";
    private static final String SPI = "ai.extracta.deletions.transport";
    private static final String SPI_SUPPORT = "ai.extracta.deletions.transport.support";
    private static final String TEMPLATE_CACHE = "ai.extracta.deletions.internal.transport";
    private static final String ERRORS = "ai.extracta.deletions.error";

    private static final JavaClasses PROJECT = new ClassFileImporter()
            .importPackages("ai.extracta.deletions")
            .that(not(resideInAnyPackage("ai.extracta.deletions.acceptance..", "ai.extracta.deletions.testsupport..")));

    private static final DescribedPredicate<JavaClass> FOREIGN =
            resideInAnyPackage("io.netty..", "reactor.netty..", "io.vertx..").as("a type of Netty or Vert.x");

    @Test
    void looksAtAllModules() {
        Set<String> packages =
                PROJECT.stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));

        assertThat(packages)
                .contains(
                        "ai.extracta.deletions",
                        SPI,
                        "ai.extracta.deletions.testkit",
                        "ai.extracta.deletions.micrometer",
                        "ai.extracta.deletions.ledger.r2dbc",
                        "ai.extracta.deletions.transport.netty",
                        "ai.extracta.deletions.transport.vertx");
    }

    @Test
    void theNettyTransportKnowsTheSpiReactorAndNetty() {
        classes()
                .that()
                .resideInAPackage(NETTY)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        NETTY,
                        SPI,
                        SPI_SUPPORT,
                        TEMPLATE_CACHE,
                        ERRORS,
                        "java..",
                        "javax..",
                        "org.jspecify..",
                        "org.reactivestreams",
                        "reactor..",
                        "io.netty..")
                .check(PROJECT);
    }

    @Test
    void theVertxTransportKnowsTheSpiReactorCoreAndVertx() {
        classes()
                .that()
                .resideInAPackage(VERTX)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        VERTX,
                        SPI,
                        SPI_SUPPORT,
                        TEMPLATE_CACHE,
                        ERRORS,
                        "java..",
                        "javax..",
                        "org.jspecify..",
                        "org.reactivestreams",
                        "reactor.core..",
                        "reactor.util..",
                        "io.vertx..",
                        "io.netty.handler.proxy",
                        "io.netty.handler.codec")
                .check(PROJECT);
    }

    @Test
    void theVertxTransportNamesOnlyExceptionsOfNetty() {
        noClasses()
                .that()
                .resideInAPackage(VERTX)
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("io.netty..").and(not(JavaClass.Predicates.assignableTo(Throwable.class))))
                .check(PROJECT);
    }

    @Test
    void theMicrometerModuleKnowsTheApiAndMicrometer() {
        classes()
                .that()
                .resideInAPackage(MICROMETER)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        MICROMETER,
                        "ai.extracta.deletions",
                        "ai.extracta.deletions.bulk",
                        "ai.extracta.deletions.model",
                        ERRORS,
                        SPI,
                        "java..",
                        "org.jspecify..",
                        "reactor.util.context",
                        "io.micrometer.common..",
                        "io.micrometer.observation..",
                        "io.micrometer.core.instrument..")
                .check(PROJECT);
    }

    @Test
    void onlyTheMetersNeedMicrometerCore() {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.(DeletionMetrics|DeletionMeterDocumentation|BulkJob)(\\$.*)?")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.micrometer.core.."))
                .check(PROJECT);
    }

    @Test
    void nothingElseKnowsMicrometer() {
        noClasses()
                .that()
                .resideOutsideOfPackage(MICROMETER)
                .should()
                .dependOnClassesThat(resideInAnyPackage(MICROMETER, "io.micrometer.."))
                .check(PROJECT);
    }

    @Test
    void theLedgerInADatabaseKnowsTheApiReactorAndR2dbc() {
        classes()
                .that()
                .resideInAPackage(LEDGER_R2DBC)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        LEDGER_R2DBC,
                        "ai.extracta.deletions.bulk",
                        "ai.extracta.deletions.model",
                        ERRORS,
                        "java..",
                        "org.jspecify..",
                        "org.reactivestreams",
                        "reactor.core..",
                        "reactor.util..",
                        "io.r2dbc.spi")
                .check(PROJECT);
    }

    @Test
    void nothingElseKnowsR2dbc() {
        noClasses()
                .that()
                .resideOutsideOfPackage(LEDGER_R2DBC)
                .should()
                .dependOnClassesThat(resideInAnyPackage(LEDGER_R2DBC, "io.r2dbc.."))
                .check(PROJECT);
    }

    @Test
    void nothingElseKnowsATransport() {
        noClasses()
                .that()
                .resideOutsideOfPackages(NETTY, VERTX)
                .should()
                .dependOnClassesThat(resideInAnyPackage(NETTY, VERTX, "io.netty..", "reactor.netty..", "io.vertx.."))
                .check(PROJECT);
    }

    @Test
    void theSpiKnowsNothingOfTheRestOfCore() {
        noClasses()
                .that()
                .resideInAPackage(SPI)
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("ai.extracta.deletions..").and(not(resideInAnyPackage(SPI))))
                .check(PROJECT);
    }

    @Test
    void externalResourcesAreTheOnlyForeignTypesInPublicMethods() {
        codeUnits()
                .that(describe("are public", ModulesTest::isVisible))
                .and(describe("do not take lent resources", method -> !method.getName()
                        .equals("using")))
                .should()
                .notHaveRawParameterTypes(
                        describe("name foreign types", types -> types.stream().anyMatch(FOREIGN)))
                .andShould()
                .notHaveRawReturnType(FOREIGN)
                .check(PROJECT);
    }

    @Test
    void onlyTheUsingMethodsTakeExternalResources() {
        Stream<String> factories = PROJECT.stream()
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(ModulesTest::isVisible)
                .filter(method -> method.getRawParameterTypes().stream().anyMatch(FOREIGN))
                .map(JavaCodeUnit::getFullName);

        assertThat(factories)
                .containsExactlyInAnyOrder(
                        "ai.extracta.deletions.transport.netty.NettyTransport.using"
                                + "(reactor.netty.http.client.HttpClient,"
                                + " ai.extracta.deletions.transport.TransportSettings)",
                        "ai.extracta.deletions.transport.netty.NettyTransport.using"
                                + "(reactor.netty.http.client.HttpClient)",
                        "ai.extracta.deletions.transport.vertx.VertxTransport.using"
                                + "(io.vertx.core.Vertx, ai.extracta.deletions.transport.TransportSettings)");
    }

    @Test
    void noVisibleFieldHasAForeignType() {
        fields().that(describe("are visible", ModulesTest::isVisible))
                .should()
                .notHaveRawType(FOREIGN)
                .allowEmptyShould(true)
                .check(PROJECT);
    }

    @Test
    void transportsShowOnlyThemselvesAndTheirProviders() {
        Stream<String> shown = PROJECT.stream()
                .filter(resideInAnyPackage(NETTY, VERTX))
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .map(JavaClass::getSimpleName);

        assertThat(shown)
                .containsExactlyInAnyOrder(
                        "NettyTransport", "NettyTransportProvider", "VertxTransport", "VertxTransportProvider");
    }

    @Test
    void noPackagesOfCoreDependOnEachOtherInCirclesWithTheSpi() {
        SlicesRuleDefinition.slices()
                .matching("ai.extracta.deletions.(transport|error|model)..")
                .should()
                .beFreeOfCycles()
                .check(PROJECT);
    }

    private static boolean isVisible(JavaCodeUnit method) {
        return isShown(method.getModifiers()) && isShown(method.getOwner().getModifiers());
    }

    private static boolean isVisible(JavaField field) {
        return isShown(field.getModifiers()) && isShown(field.getOwner().getModifiers());
    }

    private static boolean isShown(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }
}
