package dev.rondo.dags;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;

class DagsArchitectureTest {

    private static final String FLIGHTS = "dev.rondo.dags.flights";

    private static final JavaClasses DAGS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.rondo.dags");

    @Test
    void examples_see_of_rondo_what_every_author_sees() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.rondo.sdk.internal..",
                        "dev.rondo.core..",
                        "dev.rondo.runtime..",
                        "dev.rondo.metadata..",
                        "dev.rondo.scheduler..",
                        "dev.rondo.worker..",
                        "dev.rondo.webserver..",
                        "dev.rondo.cli..")
                .because("a reader copies them into a project of their own")
                .check(DAGS);
    }

    @Test
    void the_work_knows_nothing_of_rondo_but_its_files() {
        noClasses()
                .that()
                .resideInAnyPackage(FLIGHTS + ".data..", FLIGHTS + ".learning..", FLIGHTS + ".report..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.rondo.sdk..", "dev.rondo.operators..")
                        .and(not(resideInAPackage("dev.rondo.sdk.data"))))
                .because("what a task does is plain Java, and tested as such; its files may be in a bucket")
                .check(DAGS);
    }

    @Test
    void data_is_below_learning_and_learning_below_reports() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("data")
                .definedBy(FLIGHTS + ".data..")
                .layer("learning")
                .definedBy(FLIGHTS + ".learning..")
                .layer("report")
                .definedBy(FLIGHTS + ".report..")
                .layer("dags")
                .definedBy(FLIGHTS)
                .whereLayer("dags")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("report")
                .mayOnlyBeAccessedByLayers("dags")
                .whereLayer("learning")
                .mayOnlyBeAccessedByLayers("report", "dags")
                .because("a package is understood by reading it and those below")
                .check(DAGS);
    }

    @Test
    void only_the_classifier_knows_the_library() {
        noClasses()
                .that()
                .doNotHaveSimpleName("DelayClassifier")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.tribuo..", "com.oracle..", "com.google..")
                .because("another library should be a change of one class")
                .check(DAGS);
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
                .because("a run that is repeated must do the same again")
                .check(DAGS);
    }

    @Test
    void no_static_field_changes() {
        fields().that()
                .areStatic()
                .should()
                .beFinal()
                .because("a warm JVM keeps it for the next task")
                .check(DAGS);
    }
}
