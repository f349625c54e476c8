package dev.rondo.scheduler.command;

import static dev.rondo.metadata.jooq.Tables.XCOM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.Commands;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.TestDag;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Values between tasks that people write. */
@ExtendWith(PostgresExtension.class)
class XComCommandsTest {

    private EngineHarness harness;
    private Commands commands;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database);
        harness.clean();
        commands = new Commands(harness);
        TestDag dag = TestDag.named("flights").chain("train", "push");
        harness.publish(dag);
        harness.worker("first", 1);
        harness.trigger(dag, "run");
        harness.run(d -> null);
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private static Command.SetXCom set(String task, String key, String value, boolean create) {
        return new Command.SetXCom("flights", "run", task, -1, key, value, create);
    }

    private void refused(Command command, int status, String code) {
        assertThat(commands.run(command)).isInstanceOfSatisfying(CommandReply.Rejected.class, rejected -> {
            assertThat(rejected.status()).isEqualTo(status);
            assertThat(rejected.code()).isEqualTo(code);
        });
    }

    private List<String> values() {
        return harness.query(db -> db.select(XCOM.KEY, XCOM.VALUE, XCOM.SIZE_BYTES)
                .from(XCOM)
                .where(XCOM.KEY.ne("return_value"))
                .orderBy(XCOM.KEY)
                .fetch(row -> row.value1() + "=" + row.value2() + " " + row.value3()));
    }

    @Test
    void a_value_is_made_once_changed_when_it_is_there_and_deleted() {
        assertThat(commands.run(set("train", "auc", "0.9", true))).isEqualTo(new CommandReply.Done());
        refused(set("train", "auc", "1", true), 409, "XCOM_EXISTS");
        assertThat(commands.run(set("train", "auc", "\"ä\"", false))).isEqualTo(new CommandReply.Done());
        refused(set("train", "f1", "1", false), 404, "XCOM_NOT_FOUND");
        assertThat(values()).containsExactly("auc=\"ä\" 4");

        Command delete = new Command.DeleteXCom("flights", "run", "train", -1, "auc");
        assertThat(commands.run(delete)).isEqualTo(new CommandReply.Done());
        refused(new Command.DeleteXCom("flights", "run", "train", -1, "auc"), 404, "XCOM_NOT_FOUND");
        assertThat(values()).isEmpty();
    }

    @Test
    void a_result_is_what_the_task_returned() {
        refused(set("train", "return_value", "[1,2]", false), 409, "RESULT_IS_FIXED");
        refused(new Command.DeleteXCom("flights", "run", "train", -1, "return_value"), 409, "RESULT_IS_FIXED");
    }

    @Test
    void a_value_belongs_to_an_instance_that_is_there() {
        refused(set("none", "auc", "1", true), 404, "TASK_INSTANCE_NOT_FOUND");
        refused(new Command.SetXCom("flights", "run", "train", 3, "auc", "1", true), 404, "TASK_INSTANCE_NOT_FOUND");
        refused(new Command.SetXCom("flights", "never", "train", -1, "auc", "1", true), 404, "RUN_NOT_FOUND");
    }
}
