package dev.rondo.core.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What one frame on the stream holds: the messages of one side that were ready together, in order. */
public sealed interface Frame {

    /**
     * Most bytes of a frame. Proxies between worker and scheduler pass frames of this size on in one piece, and no
     * message of megabytes ever stands before a heartbeat; whatever is larger goes by an HTTP request of its own.
     */
    int MAX_BYTES = 64 * 1024;

    /** Messages of a worker. */
    record OfWorker(List<WorkerMessage> messages) implements Frame {}

    /** Messages of a scheduler. */
    record OfScheduler(List<SchedulerMessage> messages) implements Frame {}

    /**
     * The messages as frames, each within {@link #MAX_BYTES}, in order.
     *
     * @param <M> the kind of message
     * @throws Wire.WireException when a single message is larger than a frame
     */
    static <M> List<byte[]> split(Wire wire, List<M> messages, Function<List<M>, ? extends Frame> frame) {
        byte[] whole = wire.encode((Record) frame.apply(messages));
        if (whole.length <= MAX_BYTES) {
            return List.of(whole);
        }
        if (messages.size() == 1) {
            throw new Wire.WireException(
                    "a message of " + whole.length + " bytes is larger than a frame of " + MAX_BYTES);
        }
        int half = messages.size() / 2;
        List<byte[]> frames = new ArrayList<>(split(wire, messages.subList(0, half), frame));
        frames.addAll(split(wire, messages.subList(half, messages.size()), frame));
        return frames;
    }
}
