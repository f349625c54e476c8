package dev.rondo.webserver.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rondo.core.time.Pause;
import dev.rondo.metadata.DatabaseUnavailableException;
import dev.rondo.metadata.query.ChangeQueries;
import dev.rondo.metadata.query.ChangeQueries.InState;
import dev.rondo.metadata.query.ChangeQueries.Moving;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners which runs and tasks have changed: one thread looks for all of them, a few times a second, and only
 * while there are any. A look is one indexed query when nothing has changed. What it misses (a finished run that is
 * marked, a flood beyond its bounds) the page finds by its own slow look.
 */
public final class ChangeFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);
    private static final int MAX_RUNS = 500;

    // Of a look's changed runs so many are looked into; the tasks of the others are found by the page.
    private static final int MAX_LOOKED_INTO = 20;

    private final ChangeQueries changes;
    private final Pause pause;
    private final Set<Listener> listeners = new CopyOnWriteArraySet<>();

    // Guards thread and closed.
    private final Object lock = new Object();
    private @Nullable Thread thread;
    private boolean closed;

    public ChangeFeed(ChangeQueries changes, Pause pause) {
        this.changes = changes;
        this.pause = pause;
    }

    /** Hears of changes; must not block. */
    public interface Listener {
        /** Something has changed. */
        void changed(List<Change> changes);

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

    /** Adds a listener and begins to look. */
    public void add(Listener listener) {
        synchronized (lock) {
            if (closed) {
                listener.ended();
                return;
            }
            listeners.add(listener);
            if (thread == null) {
                thread = Thread.ofVirtual().name("change feed").start(this::run);
            }
        }
    }

    /** Takes a listener away. */
    public void remove(Listener listener) {
        listeners.remove(listener);
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
            if (closed || listeners.isEmpty()) {
                thread = null;
                return true;
            }
            return false;
        }
    }

    private void look(Looker looker) {
        try {
            List<Change> found = looker.look();
            if (!found.isEmpty()) {
                listeners.forEach(listener -> listener.changed(found));
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
