package dev.rondo.sdk;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;

class SdkArchitectureTest {

    private static final String API = "dev.rondo.sdk";
    private static final String[] PUBLIC = {API, API + ".data", API + ".function", API + ".spec"};

    private static final JavaClasses SDK = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(API);

    @Test
    void it_needs_nothing_but_the_jdk_and_slf4j() {
        classes()
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("java..", "org.slf4j..", "org.jspecify.annotations..", API + ".."))
                .because("a DAG jar must not clash with a library that Rondo happens to use")
                .check(SDK);
    }

    @Test
    void everything_that_is_not_for_authors_is_internal() {
        classes()
                .that(are(not(resideInAnyPackage(PUBLIC))))
                .should()
                .resideInAPackage(API + ".internal..")
                .because("what a DAG jar may see is a package list")
                .check(SDK);
    }

    @Test
    void the_tools_below_know_nothing_of_definitions() {
        noClasses()
                .that()
                .resideInAnyPackage(API + ".internal.json..", API + ".internal.xcom..", API + ".internal.template..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        API + ".internal",
                        API + ".internal.define..",
                        API + ".internal.build..",
                        API + ".internal.operator..",
                        API + ".internal.specjson..")
                .because("the server reads JSON, values and templates without a DAG at hand")
                .check(SDK);
    }

    @Test
    void internal_packages_depend_on_each_other_one_way() {
        slices().matching(API + ".internal.(*)..")
                .should()
                .beFreeOfCycles()
                .because("a package is understood by reading it and those below")
                .check(SDK);
    }

    @Test
    void nothing_looks_at_a_clock() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .because("time is set by the test, and define() gives the same graph each time")
                .check(SDK);
    }

    @Test
    void no_static_field_changes() {
        fields().that()
                .areStatic()
                .should()
                .haveModifier(FINAL)
                .because("a warm JVM runs many tasks of a jar, and the sdk is loaded once for all of them")
                .check(SDK);
        fields().that()
                .haveModifier(STATIC)
                .should()
                .notHaveRawType(ThreadLocal.class)
                .because("what one task leaves in it, the next one finds")
                .check(SDK);
    }
}
