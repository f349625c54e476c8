package dev.rondo.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real {@code .ci/skipped}, on reports as a build leaves them. */
class SkippedTestsTest {

    private static final String PYTHON = "skipped: ex.ClientTest: no Python here\n";
    private static final String BROWSER = "skipped: ex.PageTest#it_opens: no browser here\n";

    @TempDir
    private Path folder;

    private record Result(int code, String out, String err) {}

    @BeforeEach
    void copy() throws IOException {
        Files.createDirectories(folder.resolve(".ci"));
        Files.copy(Path.of("../.ci/skipped"), folder.resolve(".ci/skipped"), StandardCopyOption.COPY_ATTRIBUTES);
        report("CalmTest", "  <testcase name=\"it_runs\" classname=\"ex.CalmTest\" time=\"0.1\"/>\n");
    }

    private void report(String name, String cases) throws IOException {
        Path reports = Files.createDirectories(folder.resolve("module/target/surefire-reports"));
        Files.writeString(reports.resolve("TEST-ex." + name + ".xml"), "<testsuite>\n" + cases + "</testsuite>\n");
    }

    private void skipTwo() throws IOException {
        report("ClientTest", """
                  <testcase name="" classname="ex.ClientTest" time="0.0">
                    <skipped message="no Python here"><![CDATA[at ex.ClientTest.install]]></skipped>
                  </testcase>
                """);
        report("PageTest", """
                  <testcase name="it_opens" classname="ex.PageTest" time="0.0">
                    <skipped message="no browser here"/>
                  </testcase>
                """);
    }

    private Result run(Map<String, String> environment) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(
                        folder.resolve(".ci/skipped").toString())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(key -> key.startsWith("RONDO_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    @Test
    void where_none_was_skipped_that_is_said() throws Exception {
        assertThat(run(Map.of("RONDO_CI_STRICT", "true"))).isEqualTo(new Result(0, "no test was skipped\n", ""));
    }

    @Test
    void each_has_a_line_with_its_reason() throws Exception {
        skipTwo();

        Result result = run(Map.of());

        assertThat(result.code()).isZero();
        assertThat(result.out()).contains(PYTHON, BROWSER).hasSameSizeAs(PYTHON + BROWSER);
    }

    @Test
    void what_may_not_be_skipped_is_an_error_and_what_may_has_its_line_all_the_same() throws Exception {
        skipTwo();

        Result result = run(Map.of("RONDO_CI_STRICT", "true", "RONDO_CI_MAY_SKIP", "ClientTest: no Python|OtherTest"));

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains(PYTHON, BROWSER);
        assertThat(result.err()).isEqualTo("these should have run here:\n" + BROWSER);
    }

    @Test
    void what_may_be_skipped_is_no_error() throws Exception {
        skipTwo();

        Result result = run(Map.of("RONDO_CI_STRICT", "true", "RONDO_CI_MAY_SKIP", "ClientTest|PageTest"));

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).contains(PYTHON, BROWSER);
    }

    @Test
    void without_reports_nothing_is_claimed() throws Exception {
        Files.delete(folder.resolve("module/target/surefire-reports/TEST-ex.CalmTest.xml"));

        Result result = run(Map.of());

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).isEqualTo("no test reports: run ./mvnw verify first\n");
    }
}
