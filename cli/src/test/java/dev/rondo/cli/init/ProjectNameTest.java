package dev.rondo.cli.init;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectNameTest {

    @ParameterizedTest
    @CsvSource({
        "census, Census, census",
        "census-training, CensusTraining, census_training",
        "istanbul_I, IstanbulI, istanbul_i"
    })
    void a_name_gives_class_and_dag_their_names(String name, String className, String dagId) {
        ProjectName project = new ProjectName(name, "com.example");

        assertThat(project.problem()).isEmpty();
        assertThat(project.className()).isEqualTo(className);
        assertThat(project.dagId()).isEqualTo(dagId);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1st", "a b", "../up", "a--b", "-a", "a-", "größe", "a/b", "a.b"})
    void what_is_no_name_is_refused_with_an_example(String name) {
        assertThat(new ProjectName(name, "com.example").problem().orElseThrow())
                .contains("'" + name + "' is no name for a project")
                .contains("such as census-training");
    }

    @Test
    void a_package_must_be_one_and_not_ours() {
        assertThat(new ProjectName("a1", "com.class").problem().orElseThrow())
                .contains("is no name for a Java package");
        assertThat(new ProjectName("a1", "dev.rondo.x").problem().orElseThrow()).contains("is not yours");
    }

    @Test
    void a_name_that_clashes_is_refused() {
        assertThat(new ProjectName("dag", "com.example").problem().orElseThrow())
                .contains("which clashes");
    }
}
