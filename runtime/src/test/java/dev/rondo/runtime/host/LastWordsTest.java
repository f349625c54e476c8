package dev.rondo.runtime.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.FailWithoutRetryException;
import dev.rondo.sdk.SkipException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of a try says why it ended as it did, whichever way the body chose to say so. */
class LastWordsTest {

    @TempDir
    private Path folder;

    private WorkerMessage.Ended run(Dag dag) {
        return new OneTry(folder.resolve("log"), () -> false, stop -> {}).run(dag, "count");
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    @Test
    void a_try_that_skips_itself_says_why() throws Exception {
        Dag dag = Dag.create("census");
        dag.task("count").run(ctx -> {
            throw new SkipException("nobody moved today");
        });

        assertThat(run(dag).kind()).isEqualTo("skipped");
        assertThat(log()).contains("skipped: nobody moved today").doesNotContain("SkipException");
    }

    @Test
    void a_try_that_wants_no_other_says_why_and_where() throws Exception {
        Dag dag = Dag.create("census");
        dag.task("count").run(ctx -> {
            throw new FailWithoutRetryException("the form has no such field", new IllegalStateException("field 7"));
        });

        WorkerMessage.Ended ended = run(dag);

        assertThat(ended.kind()).isEqualTo("failed_no_retry");
        assertThat(ended.message()).isEqualTo("the form has no such field");
        assertThat(log()).contains("FailWithoutRetryException: the form has no such field", "LastWordsTest", "field 7");
    }
}
