package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.harness.Run;
import dev.rondo.e2e.harness.SmallDisk;
import dev.rondo.e2e.jar.DagJar;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Disks that fill up while everything runs: nothing fails for it, it is told, and it goes on when there is room. */
class FullDiskTest {

    @RegisterExtension
    static final RondoExtension RONDO = RondoExtension.standalone().preparedBy(home -> {
        var _ = SmallDisk.mount(home, "logs", 8);
        var _ = SmallDisk.mount(home, "store", 8);
    });

    @BeforeAll
    static void drop() {
        assumeThat(RONDO.home().disk("logs").isThere()
                        && RONDO.home().disk("store").isThere())
                .as("mounting a small disk needs root and is not allowed here")
                .isTrue();
        RONDO.home()
                .drop(
                        "talks.jar",
                        DagJar.of(Distribution.built()).dag("Talks", """
                public final class Talks implements DagDefinition {
                    public Dag define() {
                        Dag dag = Dag.create("talks");
                        dag.task("t").run(() -> {
                            for (int i = 0; i < 200; i++) {
                                System.out.println(i + " " + "x".repeat(1000));
                            }
                            System.out.println("the last line");
                        });
                        return dag;
                    }
                }
                """).bytes());
    }

    @Test
    void where_logs_do_not_fit_tasks_still_succeed_and_their_logs_come_when_there_is_room() {
        SmallDisk logs = RONDO.home().disk("logs");
        RONDO.dags().awaitThere("talks");
        int before = RONDO.home().read("server.log").length();
        logs.fill();

        Run run = RONDO.dags().run("talks");

        assertThat(run.awaitEnd()).isEqualTo("success");
        Await.until(
                "it to be told",
                () -> RONDO.home().read("server.log").substring(before).contains("No space left on device"));
        assertThat(run.log("t", 1)).doesNotContain("the last line");
        logs.free();
        assertThat(run.awaitLog("t", 1, "the last line")).contains("0 xxx").contains("199 xxx");
    }

    @Test
    void a_jar_that_does_not_fit_the_store_is_told_and_is_there_when_there_is_room() throws IOException {
        SmallDisk store = RONDO.home().disk("store");
        RONDO.dags().awaitThere("talks");
        int before = RONDO.process().output().length();
        store.fill();

        RONDO.home()
                .drop(
                        "large.jar",
                        DagJar.of(Distribution.built())
                                .dag("Large", """
                public final class Large implements DagDefinition {
                    public Dag define() {
                        Dag dag = Dag.create("large");
                        dag.task("t").call(() -> 42);
                        return dag;
                    }
                }
                """)
                                .entry("noise.bin", noise())
                                .bytes());

        RONDO.process().awaitOutput("large.jar");
        assertThat(RONDO.process().output().substring(before)).contains("No space left on device");
        assertThat(RONDO.dags().isThere("large")).isFalse();
        assertThat(RONDO.dags().run("talks").awaitEnd()).as("others still run").isEqualTo("success");
        store.free();
        assertThat(RONDO.dags().run("large").awaitEnd()).isEqualTo("success");
        assertThat(Files.exists(RONDO.home().dags().resolve("large.jar"))).isTrue();
    }

    private static byte[] noise() {
        byte[] noise = new byte[1 << 20];
        new Random(7).nextBytes(noise); // does not compress
        return noise;
    }
}
