package dev.rondo.scheduler.command;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.command.CommandStore;
import dev.rondo.metadata.dagrun.BackfillStore;
import dev.rondo.metadata.dagrun.BackfillStore.BackfillAt;
import dev.rondo.metadata.dagrun.RunAt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Does again what failed in a backfill. */
final class BackfillRetries {

    // As many runs are done again in one batch of the engine: it does nothing else meanwhile.
    static final int RUNS_AT_ONCE = 1_000;

    // No backfill has more.
    private static final int ALL_RUNS = 100_000;

    private final BackfillStore backfills;
    private final RunControl engine;
    private final int runsAtOnce;

    BackfillRetries(BackfillStore backfills, RunControl engine, int runsAtOnce) {
        this.backfills = backfills;
        this.engine = engine;
        this.runsAtOnce = runsAtOnce;
    }

    /** The runs that would be done again. */
    CommandReply planned(Command.RetryBackfill c) throws RefusedException {
        return BackfillRetry.reply(0, failed(backfill(c.backfillId()), Instant.MAX));
    }

    /**
     * Does them again, some at a time: those that had failed when it was asked for, so that whoever carries it out
     * after a scheduler that died in between does only what is left. Each part finds the command open, or does nothing;
     * the last one answers it.
     *
     * @return the reply, which says what was done here; empty: another scheduler has answered
     */
    Optional<CommandReply> retry(CommandStore.Claimed claimed, Command.RetryBackfill c)
            throws RefusedException, InterruptedException {
        BackfillAt backfill = backfill(c.backfillId());
        List<RunAt> failed = failed(backfill, claimed.askedAt());
        List<RunAt> done = new ArrayList<>();
        Optional<CommandReply> reply = Optional.empty();
        for (int from = 0; from < failed.size(); from += runsAtOnce) {
            int to = Math.min(failed.size(), from + runsAtOnce);
            BackfillRetry part =
                    new BackfillRetry(claimed, backfill, failed.subList(from, to), done, to == failed.size());
            engine.ask(part);
            reply = part.await();
            if (reply.isEmpty()) {
                return reply;
            }
            if (reply.get() instanceof CommandReply.Rejected rejected) {
                throw new RefusedException(rejected.status(), rejected.code(), rejected.message());
            }
            done.addAll(part.done());
        }
        return reply;
    }

    private List<RunAt> failed(BackfillAt backfill, Instant by) throws RefusedException {
        List<RunAt> failed = backfills.failedRuns(backfill.backfillId(), by, ALL_RUNS);
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
