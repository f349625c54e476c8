package dev.rondo.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the modules that are put together here may know of each other, and what none of them does. */
class ModulesTest {

    private static final List<String> MODULES = List.of(
            "sdk",
            "core",
            "metadata",
            "runtime",
            "worker",
            "scheduler",
            "webserver",
            "operators",
            "testkit",
            "storage",
            "cli");

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location ->
                    !location.contains("/metadata/testing/") && !location.contains("rondo-metadata-testing"))
            .importPackages("dev.rondo");

    private static final Set<String> TIME = Set.of(
            "Thread.sleep",
            "Instant.now",
            "LocalDate.now",
            "LocalDateTime.now",
            "OffsetDateTime.now",
            "ZonedDateTime.now",
            "System.currentTimeMillis",
            "System.nanoTime",
            "Clock.systemUTC",
            "Clock.systemDefaultZone",
            "InstantSource.system");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sdk       |
            core      | sdk
            storage   | sdk
            metadata  | sdk core storage
            runtime   | sdk core storage
            operators | sdk storage
            worker    | sdk core runtime
            scheduler | sdk core runtime metadata storage
            webserver | sdk core metadata storage
            testkit   | sdk core runtime operators
            """)
    void a_module_knows_what_is_below_it(String module, String below) {
        Set<String> known =
                Set.of((module + " " + (below == null ? "" : below)).strip().split(" ", -1));
        String[] others = MODULES.stream()
                .filter(other -> !known.contains(other))
                .map(ModulesTest::packagesOf)
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(packagesOf(module))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .because("nothing points up, and no process sees another")
                .check(ALL);
    }

    private static String packagesOf(String module) {
        return "dev.rondo." + module + "..";
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "runtime", "metadata", "scheduler", "worker", "operators"})
    void packages_of_a_module_depend_on_each_other_one_way(String module) {
        slices().matching("dev.rondo." + module + ".(*)..")
                .should()
                .beFreeOfCycles()
                .because("a package that is in a circle cannot be read by itself")
                .check(ALL);
    }

    @Test
    void the_rules_need_no_library() {
        noClasses()
                .that()
                .resideInAPackage("dev.rondo.core..")
                .should()
                .dependOnClassesThat(describe(
                        "belong to a library",
                        used -> !isOurs(used.getBaseComponentType().getFullName())))
                .because("the domain is tested without a database and read without a manual")
                .check(ALL);
    }

    private static boolean isOurs(String className) {
        return !className.contains(".") // primitives
                || Stream.of("java.", "dev.rondo.", "org.jspecify.", "com.google.errorprone.annotations.")
                        .anyMatch(className::startsWith);
    }

    @Test
    void only_who_puts_a_process_together_reads_the_clock_or_sleeps() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Main")
                .and()
                .resideOutsideOfPackage("dev.rondo.cli..")
                .should()
                // Not callMethod: it overlooks references such as Thread::sleep.
                .accessTargetWhere(describe("target waits or reads the clock", ModulesTest::isTime))
                .because("tests set the time")
                .check(ALL);
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
                .check(ALL);
    }

    @Test
    void the_database_is_spoken_to_in_the_store_alone() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.rondo.metadata..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.jooq..", "org.postgresql..", "org.flywaydb..")
                .because("stores take and return records of the domain")
                .check(ALL);
    }

    @Test
    void no_statement_asks_for_whatever_columns_a_table_has() {
        noClasses()
                .should()
                .callMethodWhere(describe(
                        "target is an asterisk",
                        (JavaMethodCall call) -> call.getName().equals("asterisk")))
                .because("it fails where the next release has just added a column: say TABLE.fields()")
                .check(ALL);
    }

    @Test
    void packages_say_that_nothing_in_them_is_null() {
        classes()
                .that()
                .haveSimpleName("package-info")
                .should()
                .beAnnotatedWith("org.jspecify.annotations.NullMarked")
                .because("absence is said where it is the meaning")
                .check(ALL);
    }
}
