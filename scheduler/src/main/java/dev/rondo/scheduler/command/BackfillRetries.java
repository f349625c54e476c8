package dev.rondo.scheduler.command;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.dagrun.BackfillStore;
import dev.rondo.metadata.dagrun.BackfillStore.BackfillAt;
import dev.rondo.metadata.dagrun.RunAt;
import java.util.List;
import java.util.Optional;

/** Does again what failed in a backfill. */
final class BackfillRetries {

    // As many runs are done again in one batch of the engine: it does nothing else meanwhile.
    private static final int RUNS_AT_ONCE = 1_000;

    // No backfill has more.
    private static final int ALL_RUNS = 100_000;

    private final BackfillStore backfills;
    private final RunControl engine;

    BackfillRetries(BackfillStore backfills, RunControl engine) {
        this.backfills = backfills;
        this.engine = engine;
    }

    /** The runs that would be done again. */
    CommandReply planned(Command.RetryBackfill c) throws RefusedException {
        return BackfillRetry.reply(0, failed(backfill(c.backfillId())));
    }

    /**
     * Does them again, some at a time; a scheduler that dies in between leaves the rest to the one that carries the
     * command out again. The last batch answers it.
     */
    Optional<CommandReply> retry(long commandId, Command.RetryBackfill c)
            throws RefusedException, InterruptedException {
        BackfillAt backfill = backfill(c.backfillId());
        List<RunAt> failed = failed(backfill);
        Optional<CommandReply> reply = Optional.empty();
        for (int from = 0; from < failed.size(); from += RUNS_AT_ONCE) {
            int to = Math.min(failed.size(), from + RUNS_AT_ONCE);
            BackfillRetry part = new BackfillRetry(
                    to == failed.size() ? commandId : 0, backfill, failed.subList(from, to), failed.subList(0, from));
            engine.ask(part);
            reply = part.await();
            if (to < failed.size() && reply.isPresent() && reply.get() instanceof CommandReply.Rejected rejected) {
                throw new RefusedException(rejected.status(), rejected.code(), rejected.message());
            }
        }
        return reply;
    }

    private List<RunAt> failed(BackfillAt backfill) throws RefusedException {
        List<RunAt> failed = backfills.failedRuns(backfill.backfillId(), ALL_RUNS);
        if (failed.isEmpty()) {
            throw new RefusedException(
                    409, "NOTHING_FAILED", "backfill " + backfill.backfillId() + " has no failed run to do again");
        }
        return failed;
    }

    private BackfillAt backfill(long id) throws RefusedException {
        return backfills.find(id).orElseThrow(() -> unknown(id));
    }

    static RefusedException unknown(long id) {
        return new RefusedException(404, "BACKFILL_NOT_FOUND", "there is no backfill " + id);
    }
}
