package ai.extracta.deletions;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.scheduler.Schedulers;

class ArchitectureTest {

    private static final String ROOT = "ai.extracta.deletions";
    private static final String OURS = ROOT + "..";
    private static final String INTERNAL = ROOT + ".internal..";

    /**
     * The allowed dependencies: each package, and the packages of core that it may use. The root package may use all.
     */
    private static final Map<String, String> DEPENDENCIES = Map.ofEntries(
            entry("model", "transport internal.text internal.json"),
            entry("error", "model transport internal.text"),
            entry("bulk", "model error internal.limit internal.text internal.json internal.protocol"),
            entry("ledger", "bulk model error internal.protocol"),
            entry("transport", ""),
            entry("transport.support", "transport"),
            entry("internal.transport", "transport"),
            entry("internal.discovery", "transport"),
            entry("internal.limit", ""),
            entry("internal.text", ""),
            entry("internal.json", ""),
            entry("internal.protocol", "model error transport"),
            entry("internal.call", "internal.limit internal.protocol model error transport"),
            entry("internal.bulk", "bulk model error transport internal.limit"));

    private static final DescribedPredicate<JavaClass> RESIDES_IN_CALL = resideInAPackage(ROOT + ".internal.call");

    private static final DescribedPredicate<JavaClass> IS_LISTENER = describe(
            "are listeners",
            type -> type.isEquivalentTo(DeletionListener.class)
                    || type.isEquivalentTo(CallListener.class)
                    || type.isEquivalentTo(AttemptResult.class));

    private static final Set<String> BLOCKING = Set.of(
            "block",
            "blockOptional",
            "blockFirst",
            "blockLast",
            "toFuture",
            "toStream",
            "toIterable",
            "sleep",
            "wait",
            "await");

    private static final DescribedPredicate<JavaClass> IS_EXPORTED = describe(
            "are exported", type -> isPublic(type) && !type.getPackageName().startsWith(ROOT + ".internal"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void thePackagesAreThoseOfTheMap() {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet()))
                .isEqualTo(Stream.concat(Stream.of(ROOT), packages()).collect(Collectors.toSet()));
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("ai.extracta.(**)")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(RESIDES_IN_CALL, IS_LISTENER)
                .check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageDependsOnlyOnThoseOfTheMap(String name) {
        String[] allowed = Stream.concat(Stream.of(name), dependenciesOf(name)).toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(name)
                .should()
                .dependOnClassesThat(resideInAPackage(OURS)
                        .and(not(resideInAnyPackage(allowed)))
                        .and(not(IS_LISTENER)))
                .check(CLASSES);
    }

    @Test
    void ofThePackagesBelowTheRootOnlyACallKnowsTheListeners() {
        noClasses()
                .that(not(RESIDES_IN_CALL).and(not(resideInAPackage(ROOT))))
                .should()
                .dependOnClassesThat(IS_LISTENER)
                .check(CLASSES);
    }

    private static Stream<String> packages() {
        return DEPENDENCIES.keySet().stream().map(name -> ROOT + "." + name);
    }

    private static Stream<String> dependenciesOf(String name) {
        return Stream.of(DEPENDENCIES.get(name.substring(ROOT.length() + 1)).split(" "))
                .filter(part -> !part.isEmpty())
                .map(part -> ROOT + "." + part);
    }

    @Test
    void onlyTheCodecsKnowJackson() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".internal.protocol", ROOT + ".internal.json", ROOT + ".ledger")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml..")
                .check(CLASSES);
    }

    @Test
    void nothingKnowsAnHttpClient() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "io.vertx..", "reactor.netty..", "java.net.http..")
                .check(CLASSES);
    }

    @Test
    void whatIsExportedShowsNoTypeOfALibraryBehindIt() {
        DescribedPredicate<JavaClass> hidden =
                resideInAnyPackage("com.fasterxml..", "io.netty..", "io.vertx..", "org.slf4j..", INTERNAL);
        for (JavaClass type : CLASSES.that(IS_EXPORTED)) {
            assertThat(typesShownBy(type).filter(hidden).map(JavaClass::getName))
                    .as(type.getName())
                    .isEmpty();
        }
    }

    @Test
    void whatIsExportedCannotBeExtendedUnlessItIsAnInterface() {
        for (JavaClass type : CLASSES.that(IS_EXPORTED)) {
            Class<?> reflected = type.reflect();
            assertThat(reflected.isInterface()
                            || reflected.isSealed()
                            || Modifier.isFinal(reflected.getModifiers())
                            || reflected.isEnum())
                    .as(type.getName())
                    .isTrue();
        }
    }

    @Test
    void nothingBlocks() {
        noClasses()
                .should()
                .callMethodWhere(describe(
                        "it blocks",
                        (JavaMethodCall call) ->
                                BLOCKING.contains(call.getTarget().getName())))
                .check(CLASSES);
    }

    /** Others can block, shut down or replace them. */
    @Test
    void bulkDeletionAndTheLedgerUseNoSchedulerThatIsSharedByTheWholeProcess() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".bulk", ROOT + ".ledger", ROOT + ".internal.bulk")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Schedulers.class)
                .check(CLASSES);
    }

    @Test
    void nothingPrints() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethodWhere(describe(
                        "it prints a stack trace",
                        (JavaMethodCall call) -> call.getTarget().getName().equals("printStackTrace")))
                .check(CLASSES);
    }

    @Test
    void everyPackageIsNullMarked() {
        for (String name : packages().toList()) {
            JavaPackage ours = CLASSES.getPackage(name);
            assertThat(ours.isAnnotatedWith(NullMarked.class)).as(name).isTrue();
        }
    }

    @Test
    void everyExceptionThatAUserSeesIsADeletionExceptionOrATransportException() {
        classes()
                .that(IS_EXPORTED)
                .and()
                .areAssignableTo(Throwable.class)
                .should()
                .beAssignableTo("ai.extracta.deletions.error.DeletionException")
                .orShould()
                .haveFullyQualifiedName("ai.extracta.deletions.transport.TransportException")
                .check(CLASSES);
    }

    /**
     * Every type that a user of the class could meet: in its hierarchy, its members' signatures and its throws clauses.
     */
    private static Stream<JavaClass> typesShownBy(JavaClass type) {
        Stream<JavaClass> hierarchy =
                Stream.concat(type.getAllRawSuperclasses().stream(), type.getAllRawInterfaces().stream());
        Stream<JavaClass> fields = type.getFields().stream()
                .filter(ArchitectureTest::isVisible)
                .flatMap(field -> field.getAllInvolvedRawTypes().stream());
        Stream<JavaClass> codeUnits = type.getCodeUnits().stream()
                .filter(ArchitectureTest::isVisible)
                .flatMap(unit ->
                        Stream.concat(unit.getAllInvolvedRawTypes().stream(), unit.getExceptionTypes().stream()));
        return Stream.of(hierarchy, fields, codeUnits).flatMap(types -> types);
    }

    private static boolean isVisible(JavaMember member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(ArchitectureTest::isPublic).orElse(true);
    }
}
