package dev.rondo.core.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What one frame on the stream holds: the messages of one side that were ready together, in order. */
public sealed interface Frame {

    /**
     * Most bytes of a frame, unless a single message is larger. Proxies between worker and scheduler pass frames of
     * this size on in one piece, and no message of megabytes ever stands before a heartbeat; values that are larger go
     * by an HTTP request of their own.
     */
    int MAX_BYTES = 64 * 1024;

    /** Messages of a worker. */
    record OfWorker(List<WorkerMessage> messages) implements Frame {}

    /** Messages of a scheduler. */
    record OfScheduler(List<SchedulerMessage> messages) implements Frame {}

    /**
     * The messages as frames, each within {@link #MAX_BYTES}, in order. Tries to run are told apart where they are too
     * many for one frame; any other message that is larger, such as a try of a run with a very large conf, becomes a
     * frame of its own size: to refuse it here would end the stream, again and again.
     *
     * @param <M> the kind of message
     */
    static <M> List<byte[]> split(Wire wire, List<M> messages, Function<List<M>, ? extends Frame> frame) {
        byte[] whole = wire.encode((Record) frame.apply(messages));
        if (whole.length <= MAX_BYTES) {
            return List.of(whole);
        }
        if (messages.size() == 1) {
            return messages.getFirst() instanceof SchedulerMessage.Run run
                            && run.dispatches().size() > 1
                    ? split(wire, halves(run), OfScheduler::new)
                    : List.of(whole);
        }
        int half = messages.size() / 2;
        List<byte[]> frames = new ArrayList<>(split(wire, messages.subList(0, half), frame));
        frames.addAll(split(wire, messages.subList(half, messages.size()), frame));
        return frames;
    }

    private static List<SchedulerMessage> halves(SchedulerMessage.Run run) {
        List<Dispatch> all = run.dispatches();
        int half = all.size() / 2;
        return List.of(
                new SchedulerMessage.Run(all.subList(0, half)),
                new SchedulerMessage.Run(all.subList(half, all.size())));
    }
}
