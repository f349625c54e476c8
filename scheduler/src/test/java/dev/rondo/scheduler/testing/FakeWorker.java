package dev.rondo.scheduler.testing;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.protocol.SchedulerMessage;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.scheduler.fleet.WorkerGateway;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A worker without task hosts: it keeps what it is sent until the test, or its {@link Body}, says how each try ends. It
 * follows the protocol of a real one: ends are kept until they are acknowledged, and what it holds is said on
 * connecting.
 */
public final class FakeWorker {

    private final String workerId;
    private final int slots;
    private final int window;
    private final List<String> queues;
    private final InstantSource clock;
    private final Map<Long, Dispatch> running = new LinkedHashMap<>();
    private final Map<Long, WorkerMessage.Ended> unacknowledged = new LinkedHashMap<>();
    private final Map<Long, WorkerMessage.Watched> untakenWakes = new LinkedHashMap<>();
    private final List<Dispatch> received = new ArrayList<>();
    private final Deque<SchedulerMessage> incoming = new ArrayDeque<>();
    private @Nullable WorkerGateway gateway;
    private @Nullable Link link;
    private int mostAtOnce;
    private long streams;

    /** What a try does. */
    @FunctionalInterface
    public interface Body {
        /** How it ends; null: it goes on running. */
        @Nullable
        End run(Dispatch dispatch);
    }

    private final class Link implements WorkerGateway.Stream {
        @Override
        public void send(SchedulerMessage message) {
            synchronized (incoming) {
                if (link == this) {
                    incoming.add(message);
                }
            }
        }

        @Override
        public void close(String reason) {
            synchronized (incoming) {
                if (link == this) {
                    link = null;
                }
            }
        }
    }

    public FakeWorker(String workerId, int slots, int window, List<String> queues, InstantSource clock) {
        this.workerId = workerId;
        this.slots = slots;
        this.window = window;
        this.queues = List.copyOf(queues);
        this.clock = clock;
    }

    public String workerId() {
        return workerId;
    }

    /** Opens a stream, as after a start or when the last one broke. */
    public void connect(WorkerGateway to) {
        Link fresh = new Link();
        synchronized (incoming) {
            incoming.clear();
            link = fresh;
        }
        gateway = to;
        List<WorkerMessage.Held> held = new ArrayList<>();
        running.keySet().forEach(id -> held.add(new WorkerMessage.Held(id, clock.instant())));
        unacknowledged.values().forEach(end -> held.add(new WorkerMessage.Held(end.dispatchId(), end.startedAt())));
        to.connected(
                fresh,
                new WorkerMessage.Hello(
                        WorkerMessage.PROTOCOL,
                        workerId,
                        workerId,
                        "test",
                        slots,
                        window,
                        8L << 30,
                        queues,
                        held,
                        ++streams,
                        true));
    }

    /** The stream breaks; the scheduler hears of it. */
    public void disconnect() {
        Link last;
        synchronized (incoming) {
            last = link;
            link = null;
            incoming.clear();
        }
        if (last != null && gateway != null) {
            gateway.disconnected(last);
        }
    }

    /** The stream breaks, and nobody hears of it. */
    public void cut() {
        synchronized (incoming) {
            link = null;
            incoming.clear();
        }
    }

    /** Reads what came, and lets each try that runs come to its end as the body says. True: something happened. */
    public boolean work(Body body) {
        boolean worked = read();
        for (Dispatch dispatch : List.copyOf(running.values())) {
            End end = body.run(dispatch);
            if (end != null) {
                finish(dispatch.dispatchId(), end);
                worked = true;
            }
        }
        return worked;
    }

    /** Reads what came from the scheduler. */
    public boolean read() {
        List<SchedulerMessage> messages;
        synchronized (incoming) {
            messages = List.copyOf(incoming);
            incoming.clear();
        }
        messages.forEach(this::take);
        return !messages.isEmpty();
    }

    private void take(SchedulerMessage message) {
        switch (message) {
            case SchedulerMessage.Welcome welcome -> {
                running.keySet().retainAll(welcome.adopted());
                unacknowledged.keySet().retainAll(welcome.adopted());
                unacknowledged.values().forEach(this::say);
                untakenWakes.values().forEach(each -> say(new WorkerMessage.Woke(List.of(each))));
            }
            case SchedulerMessage.Run run -> {
                for (Dispatch dispatch : run.dispatches()) {
                    received.add(dispatch);
                    running.put(dispatch.dispatchId(), dispatch);
                }
                mostAtOnce = Math.max(mostAtOnce, running.size());
            }
            case SchedulerMessage.Ack ack -> {
                unacknowledged.keySet().removeAll(ack.dispatchIds());
                untakenWakes.keySet().removeAll(ack.dispatchIds());
            }
            case SchedulerMessage.Stop stop -> {
                if (running.containsKey(stop.dispatchId())) {
                    finish(stop.dispatchId(), End.stopped());
                }
            }
            case SchedulerMessage.Recall recall ->
                recall.dispatchIds().forEach(id -> {
                    if (running.remove(id) != null) {
                        say(new WorkerMessage.Returned(id, "recalled"));
                    }
                });
            case SchedulerMessage.Expect expect -> {}
            case SchedulerMessage.Refused refused -> cut();
            case SchedulerMessage.LeaseRenewed renewed -> {}
            case SchedulerMessage.TestConnection test -> {}
        }
    }

    /** Says that a body began. */
    public void begin(long dispatchId) {
        say(new WorkerMessage.Started(dispatchId, clock.instant()));
    }

    /** A try ends. */
    public void finish(long dispatchId, End end) {
        running.remove(dispatchId);
        WorkerMessage.Ended ended = end.of(dispatchId, clock.instant());
        unacknowledged.put(dispatchId, ended);
        say(ended);
    }

    /** A sensor that looked in this dispatch, and was watched since, is to look in a try of its own. */
    public void wake(Dispatch dispatch) {
        WorkerMessage.Watched sensor = new WorkerMessage.Watched(
                dispatch.dispatchId(), dispatch.runNo(), dispatch.taskId(), dispatch.mapIndex());
        untakenWakes.put(sensor.dispatchId(), sensor);
        say(new WorkerMessage.Woke(List.of(sensor)));
    }

    /** Dispatches whose sensors it has said are to look, and that nobody has acknowledged. */
    public Set<Long> untakenWakes() {
        return Set.copyOf(untakenWakes.keySet());
    }

    /** A try ends whose values are stored already. */
    public void finishStored(long dispatchId, End end) {
        running.remove(dispatchId);
        WorkerMessage.Ended ended = end.of(dispatchId, clock.instant()).with(null, Map.of());
        unacknowledged.put(dispatchId, ended);
        say(ended);
    }

    /** Says something, if there is a stream. */
    public void say(WorkerMessage message) {
        Link current;
        synchronized (incoming) {
            current = link;
        }
        if (current != null && gateway != null) {
            gateway.said(current, message);
        }
    }

    /** Its lease is over by its own clock: what it runs is stopped before others run it. */
    public void stopAll() {
        running.clear();
    }

    /** The process dies: all it had is gone with it. */
    public void kill() {
        cut();
        running.clear();
        unacknowledged.clear();
        untakenWakes.clear();
    }

    public List<Dispatch> running() {
        return List.copyOf(running.values());
    }

    /** Everything it was ever sent, in order. */
    public List<Dispatch> received() {
        return List.copyOf(received);
    }

    /** Whether it has a stream, as far as it knows. */
    public boolean isConnected() {
        synchronized (incoming) {
            return link != null;
        }
    }

    /** The dispatches whose ends it has said and that nobody has acknowledged. */
    public Set<Long> untaken() {
        return Set.copyOf(unacknowledged.keySet());
    }

    /** Ends it has said and that nobody has acknowledged. */
    public int unacknowledged() {
        return unacknowledged.size();
    }

    public int mostAtOnce() {
        return mostAtOnce;
    }
}
