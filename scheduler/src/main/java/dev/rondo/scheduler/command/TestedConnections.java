package dev.rondo.scheduler.command;

import dev.rondo.core.command.Command;
import dev.rondo.metadata.command.CommandStore;

/** Has workers try connections, which takes longer than a command may hold up the next. */
@FunctionalInterface
public interface TestedConnections {

    /** Begins the test and returns at once; the command is answered when it is over. */
    void begin(CommandStore.Claimed claimed, Command.TestConnection wanted);
}
