package dev.rondo.scheduler.command;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.control.XComStore;
import dev.rondo.metadata.control.XComStore.XComKey;
import dev.rondo.metadata.run.XComWrite;
import java.time.Instant;

/** Changes values between tasks by hand. */
final class XComCommands {

    private final Named named;
    private final XComStore store;

    XComCommands(Named named, XComStore store) {
        this.named = named;
        this.store = store;
    }

    CommandReply set(Command.SetXCom c, Instant now) throws RefusedException {
        XComKey key = key(c.dagId(), c.runId(), c.taskId(), c.mapIndex(), c.key());
        if (!store.hasInstance(key)) {
            throw new RefusedException(
                    404,
                    "TASK_INSTANCE_NOT_FOUND",
                    "run '" + c.runId() + "' has no instance of task '" + c.taskId() + "'"
                            + (c.mapIndex() < 0 ? "; of a mapped one give map_index" : " [" + c.mapIndex() + "]"));
        }
        if (c.create() ? !store.create(key, c.value(), now) : !store.change(key, c.value())) {
            throw c.create()
                    ? new RefusedException(
                            409, "XCOM_EXISTS", "task '" + c.taskId() + "' has an XCom '" + c.key() + "'; PATCH it")
                    : none(c.taskId(), c.key());
        }
        return new CommandReply.Done();
    }

    CommandReply delete(Command.DeleteXCom c) throws RefusedException {
        if (!store.delete(key(c.dagId(), c.runId(), c.taskId(), c.mapIndex(), c.key()))) {
            throw none(c.taskId(), c.key());
        }
        return new CommandReply.Done();
    }

    private XComKey key(String dagId, String runId, String taskId, int mapIndex, String key) throws RefusedException {
        if (key.equals(XComWrite.RETURN_VALUE)) {
            throw new RefusedException(
                    409,
                    "RESULT_IS_FIXED",
                    "the result of task '" + taskId + "' is what it returned, and mappings and branches went by it;"
                            + " clear the task to have another");
        }
        return new XComKey(named.run(dagId, runId).runNo(), taskId, mapIndex, key);
    }

    private static RefusedException none(String taskId, String key) {
        return new RefusedException(
                404, "XCOM_NOT_FOUND", "task '" + taskId + "' has no XCom '" + key + "' in this run");
    }
}
