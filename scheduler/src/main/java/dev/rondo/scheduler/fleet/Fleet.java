package dev.rondo.scheduler.fleet;

import dev.rondo.core.protocol.SchedulerMessage;
import dev.rondo.core.protocol.WorkerMessage.Hello;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All workers connected to this scheduler, and who holds which dispatch. */
public final class Fleet {

    private final Map<String, ConnectedWorker> workers = new LinkedHashMap<>();
    private final Map<Long, ConnectedWorker> holders = new LinkedHashMap<>();

    /** Takes a worker in; one of the same id is replaced, and what that one held is no longer held here. */
    public ConnectedWorker connect(WorkerGateway.Stream stream, Hello hello) {
        ConnectedWorker before = workers.get(hello.workerId());
        if (before != null) {
            forget(before);
            // Of two processes of one name the older has lost what it ran; it learns that by connecting anew.
            before.stream().close("the worker has connected anew");
        }
        ConnectedWorker worker = new ConnectedWorker(stream, hello);
        workers.put(worker.workerId(), worker);
        return worker;
    }

    /**
     * Lets a worker go if that is still its stream. Its dispatches stay its own in the database, until its lease ends.
     */
    public @Nullable ConnectedWorker disconnect(WorkerGateway.Stream stream) {
        for (ConnectedWorker worker : workers.values()) {
            if (worker.stream().equals(stream)) {
                forget(worker);
                return worker;
            }
        }
        return null;
    }

    private void forget(ConnectedWorker worker) {
        workers.remove(worker.workerId());
        worker.held().forEach(held -> holders.remove(held.dispatchId()));
    }

    /** The worker of that id; null: it is not connected here. */
    public @Nullable ConnectedWorker find(String workerId) {
        return workers.get(workerId);
    }

    /** Who holds the dispatch; null: no worker connected here. */
    public @Nullable ConnectedWorker holder(long dispatchId) {
        return holders.get(dispatchId);
    }

    public Collection<ConnectedWorker> workers() {
        return workers.values();
    }

    /** Notes that a worker has a dispatch. */
    public void assign(ConnectedWorker worker, Held held) {
        worker.take(held);
        holders.put(held.dispatchId(), worker);
    }

    /** Notes that a dispatch is over; null: nobody here had it. */
    public @Nullable Held release(long dispatchId) {
        ConnectedWorker worker = holders.remove(dispatchId);
        return worker == null ? null : worker.release(dispatchId);
    }

    /** How many dispatches all workers together could take, if they were short. */
    public int room() {
        return workers.values().stream().mapToInt(ConnectedWorker::room).sum();
    }

    /** Whether some worker of the queue could take another dispatch, if it is short. */
    public boolean hasRoomFor(String queue) {
        return workers.values().stream().anyMatch(worker -> worker.serves(queue) && worker.room() > 0);
    }

    /** Whether some worker serves the queue at all. */
    public boolean serves(String queue) {
        return workers.values().stream().anyMatch(worker -> worker.serves(queue));
    }

    /**
     * The worker to give a try to: with a free slot, warm for its jar if there is one, then the one with most room;
     * else one in whose window it may wait. Null: nobody can take it now.
     */
    public @Nullable ConnectedWorker choose(Need need) {
        ConnectedWorker best = null;
        for (ConnectedWorker worker : workers.values()) {
            if (worker.serves(need.queue())
                    && worker.fits(need)
                    && (best == null || isBetter(worker, best, need.jarHash()))) {
                best = worker;
            }
        }
        return best;
    }

    private static boolean isBetter(ConnectedWorker one, ConnectedWorker other, String jarHash) {
        if ((one.freeSlots() > 0) != (other.freeSlots() > 0)) {
            return one.freeSlots() > 0;
        }
        if (one.isWarmFor(jarHash) != other.isWarmFor(jarHash)) {
            return one.isWarmFor(jarHash);
        }
        return one.freeSlots() == other.freeSlots()
                ? one.held().size() < other.held().size()
                : one.freeSlots() > other.freeSlots();
    }

    /**
     * Tells workers of the jars that they will probably get tries of: as many workers as DAGs are due, and those first
     * that had the jar lately.
     *
     * @param due how many DAGs of each jar are due, in the order in which they are to be told
     */
    public void expect(Map<String, Integer> due) {
        Map<ConnectedWorker, List<SchedulerMessage.Expect.Jar>> told = new LinkedHashMap<>();
        due.forEach((jarHash, dags) -> workers.values().stream()
                .filter(worker -> worker.hello().expects() && !worker.isDraining())
                .sorted((one, other) -> byTurn(one, other, jarHash))
                .limit(dags)
                .forEach(worker -> told.computeIfAbsent(worker, w -> new ArrayList<>())
                        .add(new SchedulerMessage.Expect.Jar(jarHash, dags))));
        told.forEach((worker, jars) -> worker.stream().send(new SchedulerMessage.Expect(jars)));
    }

    private static int byTurn(ConnectedWorker one, ConnectedWorker other, String jarHash) {
        if (one.isWarmFor(jarHash) != other.isWarmFor(jarHash)) {
            return one.isWarmFor(jarHash) ? -1 : 1;
        }
        return isBetter(one, other, jarHash) ? -1 : isBetter(other, one, jarHash) ? 1 : 0;
    }

    /**
     * Dispatches that wait in a window longer than they should while another worker of a queue they could use idles, by
     * the worker that is to give them back.
     */
    public Map<ConnectedWorker, List<Long>> recallable(Instant now, Duration patience) {
        Map<ConnectedWorker, List<Long>> recall = new LinkedHashMap<>();
        for (ConnectedWorker worker : workers.values()) {
            List<Long> waiting = worker.waitingSince(now.minus(patience));
            if (!waiting.isEmpty() && (worker.isDraining() || idleBeside(worker))) {
                recall.put(worker, new ArrayList<>(waiting));
            }
        }
        return recall;
    }

    private boolean idleBeside(ConnectedWorker busy) {
        return workers.values().stream()
                .anyMatch(other -> other != busy
                        && other.freeSlots() > 0
                        && busy.hello().queues().stream().anyMatch(other::serves));
    }
}
