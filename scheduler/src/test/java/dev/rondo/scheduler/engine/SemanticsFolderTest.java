package dev.rondo.scheduler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.semantics.SemanticsRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The families that need rows are run from a folder that is asked for, as those of the core are. */
class SemanticsFolderTest {

    @TempDir
    private Path base;

    @Test
    void every_class_of_this_module_reads_the_folder() throws Exception {
        SemanticsRun run = SemanticsRun.ofExcerpts(Path.of(""), base);

        assertThat(run.isGreen()).as(run.output()).isTrue();
        assertThat(run.lines())
                .contains("semantics: assets 1/1", "semantics: pools_priority 2/2")
                .containsExactlyInAnyOrderElementsOf(SemanticsRun.linesOfExcerpts(Path.of("")));
    }
}
