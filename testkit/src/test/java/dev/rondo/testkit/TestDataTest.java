package dev.rondo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.sdk.Dag;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestDataTest {

    private static Dag writer() {
        Dag dag = Dag.create("writer");
        var written = dag.task("write").call(ctx -> {
            ctx.data().path("a/b.txt").writeString("from " + ctx.taskId());
            return ctx.data().path("a/b.txt").toString();
        });
        dag.task("read", written).call((ctx, path) -> ctx.data().path(path).readString());
        return dag;
    }

    @Test
    void tasks_of_a_run_share_files_and_the_test_sees_them() throws IOException {
        RondoTest test = RondoTest.of(TestDataTest::writer);

        TestRun run = test.run().requireSuccess();

        assertThat(run.result("read", String.class)).isEqualTo("from write");
        assertThat(test.data().path("a/b.txt").readString()).isEqualTo("from write");
    }

    @Test
    void each_test_has_a_folder_of_its_own_or_the_one_that_it_names(@TempDir Path folder) throws IOException {
        RondoTest named = RondoTest.of(TestDataTest::writer).data(folder);
        TestRun ignored = named.run().requireSuccess();

        assertThat(folder.resolve("a/b.txt")).hasContent("from write");
        assertThat(RondoTest.of(TestDataTest::writer).data().path("a/b.txt").exists())
                .isFalse();
    }
}
