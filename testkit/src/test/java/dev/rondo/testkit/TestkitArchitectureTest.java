package dev.rondo.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TestkitArchitectureTest {

    private static final JavaClasses KIT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.rondo.testkit");

    @Test
    void tests_compile_against_the_kit_and_the_sdk_alone() {
        noMethods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .resideInAPackage("dev.rondo.testkit")
                .should()
                .haveRawReturnType(ofRondoInside())
                .because("what tests compile against must be able to stay when the inside changes")
                .check(KIT);
        methods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .resideInAPackage("dev.rondo.testkit")
                .should()
                .notHaveRawParameterTypes(DescribedPredicate.describe(
                        "of Rondo's inside", types -> types.stream().anyMatch(ofRondoInside())))
                .because("what tests compile against must be able to stay when the inside changes")
                .check(KIT);
    }

    private static DescribedPredicate<JavaClass> ofRondoInside() {
        return DescribedPredicate.describe(
                "of Rondo's inside",
                type -> type.getPackageName().startsWith("dev.rondo.core")
                        || type.getPackageName().startsWith("dev.rondo.runtime")
                        || type.getPackageName().startsWith("dev.rondo.sdk.internal")
                        || type.getPackageName().startsWith("dev.rondo.testkit."));
    }

    @Test
    void no_clock_but_that_of_the_test() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.rondo.testkit.local")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .because("a played run must be the same each time")
                .check(KIT);
    }
}
