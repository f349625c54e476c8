package dev.rondo.scheduler.engine;

import dev.rondo.core.protocol.SchedulerMessage;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.core.state.RunEvent;
import dev.rondo.core.state.RunModel;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.run.HeldRow;
import dev.rondo.metadata.run.RunTransaction;
import dev.rondo.scheduler.fleet.ConnectedWorker;
import dev.rondo.scheduler.fleet.Held;
import dev.rondo.scheduler.fleet.TaskHistory;
import dev.rondo.scheduler.fleet.WorkerGateway;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Takes a worker in. What it says it holds and the tables agree with, it goes on with; what it holds in vain it is told
 * to forget; what the tables say it has and it has not is taken back. Not so where the worker has a later stream by
 * now, of this scheduler or another one: then it was heard of late, and what it does not hold may be on its way to it.
 */
final class Adoption implements RunWork {

    private final EngineConfig config;
    private final EngineState state;
    private final WorkerGateway.Stream stream;
    private final WorkerMessage.Hello hello;
    private final List<Held> adopted = new ArrayList<>();
    private OptionalLong serverMicros = OptionalLong.empty();

    Adoption(EngineConfig config, EngineState state, WorkerGateway.Stream stream, WorkerMessage.Hello hello) {
        this.config = config;
        this.state = state;
        this.stream = stream;
        this.hello = hello;
    }

    @Override
    public Collection<Long> runs(RunTransaction transaction, Instant now) {
        return transaction.heldBy(List.of(hello.workerId())).stream()
                .map(HeldRow::runNo)
                .toList();
    }

    @Override
    public void carryOut(EngineBatch batch) {
        adopted.clear();
        serverMicros = batch.transaction().registerWorker(config.schedulerId(), hello, config.lease());
        if (serverMicros.isEmpty()) {
            return;
        }
        Map<Long, WorkerMessage.Held> said = new HashMap<>();
        hello.held().forEach(each -> said.put(each.dispatchId(), each));
        // Read again under the locks: what ended in the meantime is no longer there.
        List<HeldRow> missing = new ArrayList<>();
        for (HeldRow row : batch.transaction().heldBy(List.of(hello.workerId()))) {
            WorkerMessage.Held held = said.get(row.dispatchId());
            if (held == null) {
                missing.add(row);
            } else {
                adopt(batch, row, held.startedAt());
            }
        }
        Requeue.ofLiving(missing, "not_held").carryOut(batch);
        int ignored = batch.transaction().takeCallbacksBack(List.of(hello.workerId()), said.keySet(), batch.now());
        for (long dispatchId : said.keySet()) {
            batch.transaction()
                    .heldCallback(dispatchId)
                    .ifPresent(outboxId -> adopted.add(new Held(
                            dispatchId, new Held.Subject.Callback(outboxId), "", 0, TaskHistory.UNKNOWN, batch.now())));
        }
    }

    private void adopt(EngineBatch batch, HeldRow row, @Nullable Instant startedAt) {
        RunModel model = batch.model(row.runNo());
        if (model == null) {
            return;
        }
        OptionalInt task = model.graph().find(row.taskId());
        if (task.isEmpty()) {
            return;
        }
        if (startedAt != null && row.state() == TaskState.QUEUED) {
            batch.happen(
                    row.runNo(), new RunEvent.Started(task.getAsInt(), row.mapIndex(), row.dispatchId(), startedAt));
        }
        Long heap = model.graph().task(task.getAsInt()).options().heapBytes();
        adopted.add(new Held(
                row.dispatchId(),
                new Held.Subject.Try(row.runNo(), task.getAsInt(), row.mapIndex(), row.dagId(), row.taskId()),
                "",
                heap == null ? 0 : heap,
                TaskHistory.UNKNOWN,
                batch.now()));
    }

    @Override
    public void committed() {
        if (serverMicros.isEmpty()) {
            stream.close("the worker has a later stream");
            return;
        }
        ConnectedWorker worker = state.fleet.connect(stream, hello);
        adopted.forEach(held -> state.fleet.assign(worker, held));
        stream.send(new SchedulerMessage.Welcome(
                WorkerMessage.PROTOCOL,
                config.schedulerId(),
                config.lease().toMillis(),
                config.heartbeat().toMillis(),
                adopted.stream().map(Held::dispatchId).toList(),
                serverMicros.getAsLong(),
                true));
    }

    @Override
    public void failed(RuntimeException reason) {
        stream.send(new SchedulerMessage.Refused("NOT_TAKEN", "the scheduler could not take the worker in: " + reason));
        stream.close("not taken");
    }
}
