package dev.rondo.core.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Forms of what each try is told of and tells of its end. */
@SuppressWarnings("NullAway") // what a peer of another version does not say is null, whatever the component
final class ProtocolForms {

    static final List<WireForm<?>> ALL = List.of(
            new WireForm<>(Dispatch.class, ProtocolForms::values, ProtocolForms::dispatch),
            new WireForm<>(Dispatch.RunFacts.class, ProtocolForms::values, ProtocolForms::runFacts),
            new WireForm<>(Dispatch.PrevSuccess.class, ProtocolForms::values, ProtocolForms::prevSuccess),
            new WireForm<>(WorkerMessage.Ended.class, ProtocolForms::values, ProtocolForms::ended),
            new WireForm<>(WorkerMessage.AssetUpdate.class, ProtocolForms::values, ProtocolForms::assetUpdate));

    private ProtocolForms() {}

    private static @Nullable Object[] values(Dispatch d) {
        return new @Nullable Object[] {
            d.dispatchId(),
            d.token(),
            d.runNo(),
            d.dagId(),
            d.runId(),
            d.taskId(),
            d.mapIndex(),
            d.tryNumber(),
            d.maxTries(),
            d.jarHash(),
            d.dagClass(),
            d.signature(),
            d.run(),
            d.inputs(),
            d.operator(),
            d.lookState(),
            d.firstLookAt(),
            d.executionTimeoutMillis(),
            d.heapBytes(),
            d.jvmOptions(),
            d.isolation(),
            d.queue(),
            d.callback(),
            d.callbackKey(),
            d.mayRunAhead(),
            d.traceparent()
        };
    }

    @SuppressWarnings("unchecked") // what was read is of the types of the components
    private static Dispatch dispatch(@Nullable Object[] v) {
        return new Dispatch(
                (long) v[0],
                (String) v[1],
                (long) v[2],
                (String) v[3],
                (String) v[4],
                (String) v[5],
                (int) v[6],
                (int) v[7],
                (int) v[8],
                (String) v[9],
                (String) v[10],
                (String) v[11],
                (Dispatch.RunFacts) v[12],
                (List<@Nullable String>) v[13],
                (String) v[14],
                (String) v[15],
                (Instant) v[16],
                (long) v[17],
                (long) v[18],
                (List<String>) v[19],
                (String) v[20],
                (String) v[21],
                (String) v[22],
                (String) v[23],
                (boolean) v[24],
                (String) v[25]);
    }

    private static @Nullable Object[] values(Dispatch.RunFacts run) {
        return new @Nullable Object[] {
            run.runType(),
            run.logicalDate(),
            run.dataIntervalStart(),
            run.dataIntervalEnd(),
            run.runAfter(),
            run.timezone(),
            run.conf(),
            run.params(),
            run.prevSuccess()
        };
    }

    private static Dispatch.RunFacts runFacts(@Nullable Object[] v) {
        return new Dispatch.RunFacts(
                (String) v[0],
                (Instant) v[1],
                (Instant) v[2],
                (Instant) v[3],
                (Instant) v[4],
                (String) v[5],
                (String) v[6],
                (String) v[7],
                (Dispatch.PrevSuccess) v[8]);
    }

    private static @Nullable Object[] values(Dispatch.PrevSuccess p) {
        return new @Nullable Object[] {p.logicalDate(), p.dataIntervalStart(), p.dataIntervalEnd()};
    }

    private static Dispatch.PrevSuccess prevSuccess(@Nullable Object[] v) {
        return new Dispatch.PrevSuccess((Instant) v[0], (Instant) v[1], (Instant) v[2]);
    }

    private static @Nullable Object[] values(WorkerMessage.Ended e) {
        return new @Nullable Object[] {
            e.dispatchId(),
            e.startedAt(),
            e.at(),
            e.kind(),
            e.reason(),
            e.message(),
            e.exitCode(),
            e.result(),
            e.resultType(),
            e.resultLength(),
            e.follow(),
            e.proceed(),
            e.xcoms(),
            e.lookAt(),
            e.lookState(),
            e.rendered(),
            e.mapName(),
            e.assets(),
            e.watchUntil()
        };
    }

    @SuppressWarnings("unchecked") // what was read is of the types of the components
    private static WorkerMessage.Ended ended(@Nullable Object[] v) {
        return new WorkerMessage.Ended(
                (long) v[0],
                (Instant) v[1],
                (Instant) v[2],
                (String) v[3],
                (String) v[4],
                (String) v[5],
                (Integer) v[6],
                (String) v[7],
                (String) v[8],
                (int) v[9],
                (String) v[10],
                (boolean) v[11],
                (Map<String, String>) v[12],
                (Instant) v[13],
                (String) v[14],
                (String) v[15],
                (String) v[16],
                (List<WorkerMessage.AssetUpdate>) v[17],
                (Instant) v[18]);
    }

    private static @Nullable Object[] values(WorkerMessage.AssetUpdate u) {
        return new @Nullable Object[] {u.alias(), u.name(), u.uri(), u.group(), u.extra()};
    }

    private static WorkerMessage.AssetUpdate assetUpdate(@Nullable Object[] v) {
        return new WorkerMessage.AssetUpdate((String) v[0], (String) v[1], (String) v[2], (String) v[3], (String) v[4]);
    }
}
