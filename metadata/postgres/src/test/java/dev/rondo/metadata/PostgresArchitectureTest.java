package dev.rondo.metadata;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.jooq.PlainSQL;
import org.junit.jupiter.api.Test;

class PostgresArchitectureTest {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.rondo.metadata");

    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
            .importPackages("dev.rondo.metadata");

    private static final Set<String> TIME = Set.of(
            "Thread.sleep",
            "Instant.now",
            "System.currentTimeMillis",
            "System.nanoTime",
            "Clock.systemUTC",
            "Clock.systemDefaultZone",
            "InstantSource.system");

    @Test
    void waiting_and_the_clock_are_injected() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Main")
                .should()
                // Not callMethod: it overlooks references such as Thread::sleep.
                .accessTargetWhere(describe("target waits or reads the clock", PostgresArchitectureTest::isTime))
                .because("only a main class touches the system's clock; take a Pause")
                .check(MAIN);
    }

    private static boolean isTime(JavaAccess<?> access) {
        return TIME.contains(access.getTargetOwner().getSimpleName() + "." + access.getName());
    }

    @Test
    void nothing_static_changes() {
        fields().that()
                .areStatic()
                .should()
                .beFinal()
                .because("state has an owner, who closes it")
                .check(MAIN);
    }

    @Test
    void packages_have_one_direction() {
        slices().matching("dev.rondo.(metadata..)")
                .should()
                .beFreeOfCycles()
                .because("the server knows the settings, and nobody knows the server")
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage("dev.rondo.metadata")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.rondo.metadata.postgres")
                .because("a database of the user's own goes without the embedded server")
                .check(MAIN);
    }

    @Test
    void sql_is_written_in_the_dsl() {
        noClasses()
                .should()
                .callMethodWhere(target(annotatedWith(PlainSQL.class)))
                .because("strings are not checked against the schema")
                .check(MAIN);
    }

    @Test
    void nothing_above_is_known_here() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.rondo.scheduler..", "dev.rondo.webserver..", "dev.rondo.worker..", "dev.rondo.cli..")
                .because("nothing points up")
                .check(MAIN);
    }

    @Test
    void tests_are_found_by_their_name() {
        classes()
                .that()
                .containAnyMethodsThat(annotatedWith(Test.class))
                .should()
                .haveSimpleNameEndingWith("Test")
                .because("the runner silently skips others")
                .check(TESTS);
    }
}
