package dev.rondo.webserver.dagrun;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.query.RunQueries.RunRow;
import dev.rondo.webserver.command.CommandSender;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import dev.rondo.webserver.taskinstance.Affected;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Clearing a whole run. */
public final class RunClearRoute {

    private final RunLookup lookup;
    private final CommandSender commands;
    private final Affected affected;

    public RunClearRoute(RunLookup lookup, CommandSender commands, Affected affected) {
        this.lookup = lookup;
        this.commands = commands;
        this.affected = affected;
    }

    record Clear(
            @Nullable Boolean dryRun,
            @Nullable Boolean onlyFailed,
            @Nullable Boolean onlyNew,
            @Nullable Boolean runOnLatestVersion,
            @Nullable String note) {}

    /** Declares the route. */
    public void declare(Api api) {
        api.post(DagRunRoutes.RUN + "/clear", Role.USER, this::clear);
    }

    /** In a dry run the instances it would clear; otherwise the run. */
    private Object clear(Request request) {
        Clear clear = request.body(Clear.class);
        if (Boolean.TRUE.equals(clear.onlyNew())) {
            throw ProblemException.invalid("body.only_new", "it is not known here; clear with run_on_latest_version");
        }
        RunRow run = lookup.require(request);
        boolean dryRun = !Boolean.FALSE.equals(clear.dryRun());
        CommandReply.Affected reply = commands.send(
                request,
                new Command.ClearTasks(
                        run.dagId(),
                        run.runId(),
                        List.of(),
                        Command.Scope.ONLY,
                        null,
                        null,
                        Boolean.TRUE.equals(clear.onlyFailed()),
                        false,
                        true,
                        Boolean.TRUE.equals(clear.runOnLatestVersion()),
                        dryRun,
                        DagRunRoutes.note(clear.note())),
                CommandReply.Affected.class);
        return dryRun ? affected.show(reply) : lookup.view(lookup.require(run.dagId(), run.runId()));
    }
}
