package dev.rondo.webserver.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rondo.core.time.Pause;
import dev.rondo.metadata.DatabaseUnavailableException;
import dev.rondo.metadata.query.ChangeQueries;
import dev.rondo.metadata.query.ChangeQueries.InState;
import dev.rondo.metadata.query.ChangeQueries.Moving;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners which runs and tasks have changed: one thread looks for all of them, a few times a second, and only
 * while there are any, or one may come back. A look is one indexed query when nothing has changed. What it misses (a
 * finished run that is marked, a flood beyond its bounds) the page finds by its own slow look.
 *
 * <p>Changes are numbered and the latest are kept: whoever was cut off gets those after the last that it had, and then
 * what comes, none twice.
 */
public final class ChangeFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);
    private static final int MAX_RUNS = 500;

    // Of a look's changed runs so many are looked into; the tasks of the others are found by the page.
    private static final int MAX_LOOKED_INTO = 20;

    // Who is cut off is back within seconds; with looks going on meanwhile nothing is missed.
    private static final int LOOKS_WITHOUT_LISTENERS = 200; // a minute

    // At a hundred changes a second the last 100 s.
    private static final int KEPT = 10_000;

    private final ChangeQueries changes;
    private final Pause pause;
    private final String id;

    // Guards all that follows; listeners do not block.
    private final Object lock = new Object();
    private final Set<Listener> listeners = new LinkedHashSet<>();
    private final Deque<Numbered> kept = new ArrayDeque<>();
    private long number;
    private int looksAlone;
    private @Nullable Thread thread;
    private boolean closed;

    /**
     * A feed that does not look yet.
     *
     * @param id tells its numbers from those of other feeds, of this server before its last start included
     */
    public ChangeFeed(ChangeQueries changes, Pause pause, String id) {
        this.changes = changes;
        this.pause = pause;
        this.id = id;
    }

    /** A change, and its place among all of this feed. */
    public record Numbered(String id, Change change) {}

    /** Hears of changes; must not block. */
    public interface Listener {
        /** Something has changed. */
        void changed(List<Numbered> changes);

        /**
         * What it had last is not known here any more: it may have missed changes.
         *
         * @param id where it goes on
         */
        void missed(String id);

        /** There will be no more. */
        void ended();
    }

    /**
     * A run or, with a task id, instances of a task have changed. The page tells the two apart by whether the id is
     * there.
     *
     * @param mapIndex -1: not mapped; null: some of a mapped task, or of a run
     * @param state null: none, or several
     */
    public record Change(
            String dagId,
            String dagRunId,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String taskId,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Integer mapIndex,

            @Nullable String state) {}

    /**
     * Adds a listener and begins to look.
     *
     * @param last id of the change that it had last: it is told of those after it; null: it has had none
     * @return where it begins: the id before that of the first change it will be told of later
     */
    public String add(Listener listener, @Nullable String last) {
        synchronized (lock) {
            if (closed) {
                listener.ended();
                return idOf(number);
            }
            if (last != null) {
                catchUp(listener, last);
            }
            listeners.add(listener);
            if (thread == null) {
                thread = Thread.ofVirtual().name("change feed").start(this::run);
            }
            return idOf(number);
        }
    }

    // Under the lock: what is found later comes after it.
    private void catchUp(Listener listener, String last) {
        for (long place = number - kept.size(); place <= number; place++) {
            if (last.equals(idOf(place))) {
                List<Numbered> after =
                        kept.stream().skip(kept.size() - (number - place)).toList();
                if (!after.isEmpty()) {
                    listener.changed(after);
                }
                return;
            }
        }
        listener.missed(idOf(number));
    }

    private String idOf(long place) {
        return id + "-" + place;
    }

    /** Takes a listener away. */
    public void remove(Listener listener) {
        synchronized (lock) {
            listeners.remove(listener);
        }
    }

    private void run() {
        Looker looker = new Looker();
        try {
            while (!idle()) {
                look(looker);
                pause.pause(BETWEEN_LOOKS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean idle() {
        synchronized (lock) {
            looksAlone = listeners.isEmpty() ? looksAlone + 1 : 0;
            if (closed || looksAlone > LOOKS_WITHOUT_LISTENERS) {
                thread = null;
                looksAlone = 0;
                // Nobody looks from now on: whoever comes back later has missed something.
                kept.clear();
                number++;
                return true;
            }
            return false;
        }
    }

    private void tell(List<Change> found) {
        synchronized (lock) {
            List<Numbered> numbered = found.stream()
                    .map(change -> new Numbered(idOf(++number), change))
                    .toList();
            kept.addAll(numbered);
            while (kept.size() > KEPT) {
                kept.removeFirst();
            }
            listeners.forEach(listener -> listener.changed(numbered));
        }
    }

    private void look(Looker looker) {
        try {
            List<Change> found = looker.look();
            if (!found.isEmpty()) {
                tell(found);
            }
        } catch (DatabaseUnavailableException e) {
            LOG.atDebug().log("the database cannot be reached; the next look may");
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("a look for changes failed");
        }
    }

    /** What was seen at the last look. */
    private final class Looker {
        private @Nullable Map<Long, Moving> seen;
        private final Map<Long, Map<String, List<InState>>> tasks = new HashMap<>();
        private long newest;

        List<Change> look() {
            Map<Long, Moving> open = new LinkedHashMap<>();
            changes.open(MAX_RUNS).forEach(run -> open.put(run.runNo(), run));
            Map<Long, Moving> before = seen;
            seen = open;
            if (before == null) {
                newest = changes.newestRun();
                open.keySet().stream().limit(MAX_LOOKED_INTO).forEach(no -> tasks.put(no, changes.tasks(no)));
                return List.of();
            }
            List<Moving> changed = changed(open, before);
            List<Change> found = new ArrayList<>();
            int lookedInto = 0;
            for (Moving run : changed) {
                Moving last = before.get(run.runNo());
                if (last == null || !last.state().equals(run.state())) {
                    found.add(new Change(run.dagId(), run.runId(), null, null, run.state()));
                }
                if (lookedInto++ < MAX_LOOKED_INTO) {
                    taskChanges(run, found);
                }
            }
            tasks.keySet().retainAll(open.keySet());
            return found;
        }

        private List<Moving> changed(Map<Long, Moving> open, Map<Long, Moving> before) {
            List<Moving> changed = new ArrayList<>();
            open.values().stream()
                    .filter(run -> !run.equals(before.get(run.runNo())))
                    .forEach(changed::add);
            Set<Long> gone = new HashSet<>(before.keySet());
            gone.removeAll(open.keySet());
            long newestOpen = open.keySet().stream().mapToLong(no -> no).max().orElse(newest);
            // Runs that have finished, and short ones that came and went between two looks.
            changes.these(gone, newest, MAX_RUNS).stream()
                    .filter(run -> !open.containsKey(run.runNo()))
                    .forEach(changed::add);
            newest = Math.max(
                    newest,
                    Math.max(
                            newestOpen,
                            changed.stream().mapToLong(Moving::runNo).max().orElse(0)));
            return changed;
        }

        private void taskChanges(Moving run, List<Change> found) {
            Map<String, List<InState>> now = changes.tasks(run.runNo());
            Map<String, List<InState>> last = tasks.put(run.runNo(), now);
            now.forEach((taskId, states) -> {
                if (last == null || !states.equals(last.get(taskId))) {
                    boolean one = states.size() == 1;
                    Integer mapIndex = one && states.getFirst().maxIndex() < 0 ? -1 : null;
                    found.add(new Change(
                            run.dagId(),
                            run.runId(),
                            taskId,
                            mapIndex,
                            one ? states.getFirst().state() : null));
                }
            });
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            listeners.forEach(Listener::ended);
            listeners.clear();
        }
    }
}
