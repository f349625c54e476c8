package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.harness.Run;
import dev.rondo.e2e.jar.DagJar;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What tasks say: all ways of saying it, too much of it, and what must not be read. */
class TaskLogTest {

    private static final Pattern TIME = Pattern.compile("^\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");

    private static final String PASSWORD = "p@ss/word+47";
    private static final String KEY = "key-of-the-kingdom";

    @RegisterExtension
    static final RondoExtension RONDO = RondoExtension.standalone(Map.of(
            "RONDO_CONN_WAREHOUSE",
            "postgres://reader:p%40ss%2Fword%2B47@db.example/rows",
            "RONDO_VAR_API_KEY",
            KEY,
            "RONDO_VAR_REGION",
            "europe"));

    @BeforeAll
    static void drop() {
        RONDO.home()
                .drop(
                        "talking.jar",
                        DagJar.of(Distribution.built()).dag("Talking", """
                public final class Talking implements DagFamily {
                    static void flood() {
                        String line = "x".repeat(1023);
                        for (int i = 0; i < 1 << 20; i++) {
                            System.out.println(line);
                        }
                    }

                    public List<Dag> define() {
                        Dag words = Dag.create("words");
                        words.task("t").run(ctx -> {
                            System.out.println("by out");
                            System.err.println("by err");
                            System.out.print("no line feed");
                            ctx.log().log(System.Logger.Level.WARNING, "by the context");
                            System.getLogger("mine").log(System.Logger.Level.INFO, "by System.Logger");
                            org.slf4j.LoggerFactory.getLogger("theirs").error("by SLF4J", new Exception("with a stack"));
                        });
                        Dag flood = Dag.create("flood");
                        flood.task("t").run(Talking::flood);
                        Dag secrets = Dag.create("secrets");
                        secrets.task("t").run(ctx -> {
                            String password = ctx.connection("warehouse").password();
                            String key = ctx.variable("api_key").orElseThrow();
                            System.out.println("connecting with " + password + " to " + ctx.variable("region").get());
                            System.out.println("header " + Base64.getEncoder().encodeToString(password.getBytes()));
                            ctx.log().log(System.Logger.Level.INFO, "key " + key);
                            throw new IllegalStateException("refused: " + password + " and " + key);
                        });
                        Dag slow = Dag.create("slow");
                        slow.task("t").run(() -> {
                            System.out.println("begun");
                            Thread.sleep(600_000);
                        });
                        return List.of(words, flood, secrets, slow);
                    }
                }
                """).bytes());
    }

    @Test
    void every_way_of_saying_something_is_in_the_log_with_its_level_and_time() {
        Instant before = Instant.now();
        Run run = RONDO.dags().run("words");

        assertThat(run.awaitEnd()).isEqualTo("success");
        assertThat(run.awaitLog("t", 1, "with a stack"))
                .contains("info stdout by out")
                .contains("error stderr by err")
                .contains("info stdout no line feed")
                .contains("warning task by the context")
                .contains("info mine by System.Logger")
                .contains("error theirs by SLF4J");
        assertThat(times(run.log("t", 1)))
                .hasSizeGreaterThanOrEqualTo(6)
                .isSorted()
                .allSatisfy(at -> assertThat(at).isBetween(before.truncatedTo(ChronoUnit.MILLIS), Instant.now()));
    }

    /** Of the lines that begin with one: those of a stack trace do not. */
    private static List<Instant> times(String log) {
        return log.lines()
                .map(TIME::matcher)
                .filter(Matcher::find)
                .map(found -> Instant.parse(found.group()))
                .toList();
    }

    @Test
    void a_log_can_be_read_while_its_task_runs() {
        Run run = RONDO.dags().run("slow");

        run.awaitLog("t", 1, "begun");
        assertThat(run.task("t").state()).isEqualTo("running");
        run.mark("t", "failed");
    }

    @Test
    void a_gigabyte_of_log_is_cut_at_the_cap_and_the_log_says_so() {
        Run run = RONDO.dags().run("flood");

        assertThat(run.awaitEnd(Duration.ofMinutes(3))).isEqualTo("success");
        String log = run.awaitLog("t", 1, "further lines were left out");
        assertThat(log).contains("reached its cap of 67108864 bytes");
        assertThat(log.length()).isLessThan(70 << 20);
    }

    @Test
    void secrets_are_masked_in_every_form() {
        Run run = RONDO.dags().run("secrets");

        assertThat(run.awaitEnd()).isEqualTo("failed");
        String log = run.awaitLog("t", 1, "refused");
        assertThat(log)
                .contains("connecting with *** to europe")
                .contains("header ***")
                .contains("key ***")
                .doesNotContain(PASSWORD)
                .doesNotContain(KEY)
                .doesNotContain(Base64.getEncoder().encodeToString(PASSWORD.getBytes(StandardCharsets.UTF_8)));
        assertThat(run.task("t").message()).contains("refused: *** and ***");
    }
}
