package dev.rondo.scheduler.engine;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.protocol.SchedulerMessage;
import dev.rondo.scheduler.fleet.WorkerGateway;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What workers are told once the batch is committed, gathered so that each stream gets as few messages as can be. */
final class Outgoing {

    private final Map<WorkerGateway.Stream, OfStream> streams = new LinkedHashMap<>();

    private static final class OfStream {
        final List<Long> acks = new ArrayList<>();
        final List<SchedulerMessage> messages = new ArrayList<>();
        final List<Dispatch> runs = new ArrayList<>();
    }

    void ack(WorkerGateway.Stream stream, long dispatchId) {
        of(stream).acks.add(dispatchId);
    }

    void run(WorkerGateway.Stream stream, Dispatch dispatch) {
        of(stream).runs.add(dispatch);
    }

    void message(WorkerGateway.Stream stream, SchedulerMessage message) {
        of(stream).messages.add(message);
    }

    void addAll(Outgoing other) {
        other.streams.forEach((stream, theirs) -> {
            OfStream ours = of(stream);
            ours.acks.addAll(theirs.acks);
            ours.messages.addAll(theirs.messages);
            ours.runs.addAll(theirs.runs);
        });
    }

    private OfStream of(WorkerGateway.Stream stream) {
        return streams.computeIfAbsent(stream, s -> new OfStream());
    }

    /** Sends everything. Dispatches go first: somebody waits for them. */
    void send() {
        streams.forEach((stream, of) -> {
            if (!of.runs.isEmpty()) {
                stream.send(new SchedulerMessage.Run(List.copyOf(of.runs)));
            }
            of.messages.forEach(stream::send);
            if (!of.acks.isEmpty()) {
                stream.send(new SchedulerMessage.Ack(List.copyOf(of.acks)));
            }
        });
    }
}
