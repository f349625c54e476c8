package dev.rondo.scheduler.engine;

import dev.rondo.metadata.deadline.MissedDeadline;
import dev.rondo.metadata.run.CallbackWrite;
import dev.rondo.metadata.run.RunTransaction;
import dev.rondo.scheduler.dispatch.DispatchTokens;
import dev.rondo.sdk.spec.DeadlineSpec;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges the deadlines that are due, and looks when the next one is. Those missed are marked, and their callbacks
 * written, in one transaction, so that each is told of once, by whichever scheduler is first; it is alone, so that the
 * tables say what became of the runs.
 */
final class DeadlinesDue implements RunWork {

    private static final Logger LOG = LoggerFactory.getLogger(DeadlinesDue.class);

    private static final int AT_ONCE = 500;

    private final EngineState state;
    private final Inbox inbox;
    private final DispatchTokens tokens;
    private Collection<Long> due = List.of();
    private List<MissedDeadline> missed = List.of();
    private @Nullable Instant next;

    DeadlinesDue(EngineState state, Inbox inbox, DispatchTokens tokens) {
        this.state = state;
        this.inbox = inbox;
        this.tokens = tokens;
    }

    @Override
    public Collection<Long> runs(RunTransaction transaction, Instant now) {
        due = state.mayJudge(now) ? transaction.dueDeadlines(now, AT_ONCE) : List.of();
        return due;
    }

    @Override
    public boolean isAlone() {
        return true;
    }

    @Override
    public void carryOut(EngineBatch batch) {
        missed = batch.transaction().judgeDeadlines(due, batch.now());
        for (MissedDeadline each : missed) {
            if (each.callback()) {
                batch.writes().callback(callback(each, batch.now()));
            }
        }
        next = batch.transaction().nextDeadline();
    }

    private static CallbackWrite callback(MissedDeadline missed, Instant now) {
        String kind = DeadlineSpec.CALLBACK + missed.name();
        String task = missed.taskId() == null ? "" : missed.taskId();
        return new CallbackWrite(
                missed.runNo() + "/" + task + "/" + kind + "/clear" + missed.clearNumber(),
                missed.runNo(),
                missed.taskId(),
                -1,
                0,
                kind,
                now);
    }

    @Override
    public void committed() {
        state.judgeAt(next);
        for (MissedDeadline each : missed) {
            LOG.atInfo()
                    .addKeyValue("run_no", each.runNo())
                    .addKeyValue("task_id", each.taskId())
                    .addKeyValue("deadline", each.name())
                    .log("a deadline was missed");
        }
        if (missed.stream().anyMatch(MissedDeadline::callback)) {
            inbox.put(new Input.Asked(new OutboxDispatch(state, tokens)));
        }
    }
}
