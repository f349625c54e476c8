package dev.rondo.scheduler.backlog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What may be granted a slot next, over all runs this scheduler knows, best first. Kept apart by pool and queue, so
 * that a full pool or a queue without workers costs nothing to step over. Not thread-safe: it belongs to the engine
 * thread.
 */
public final class Backlog implements Gate.Sink {

    private final Map<Lane, TreeSet<Ready>> lanes = new HashMap<>();
    private int size;

    @Override
    public void add(Ready ready) {
        if (lanes.computeIfAbsent(ready.lane(), lane -> new TreeSet<>()).add(ready)) {
            size++;
        }
    }

    @Override
    public void remove(Ready ready) {
        Lane lane = ready.lane();
        TreeSet<Ready> members = lanes.get(lane);
        if (members != null && members.remove(ready)) {
            size--;
            if (members.isEmpty()) {
                lanes.remove(lane);
            }
        }
    }

    /** How many instances could be granted if pools and workers had room for all. */
    public int size() {
        return size;
    }

    /** The lanes in which instances of backfills wait. */
    public Set<Lane> ofBackfills() {
        return lanes.keySet().stream().filter(Lane::backfill).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Goes through the backlog by rank, but for lanes whose turn it is: these come first. It must not change meanwhile.
     *
     * @param open which lanes to look at; asked again before each step, so that a lane can be closed on the way
     * @param due whose turn it is; asked again before each step, too
     */
    public Iterator<Ready> inOrder(Predicate<Lane> open, Predicate<Lane> due) {
        return new Merged(open, due);
    }

    private static final class Cursor {
        final Lane lane;
        final Iterator<Ready> rest;

        @Nullable
        Ready head;

        Cursor(Lane lane, Iterator<Ready> rest) {
            this.lane = lane;
            this.rest = rest;
            this.head = rest.next();
        }
    }

    /** Lanes are few, and their order changes on the way: so the first is looked for at each step. */
    private final class Merged implements Iterator<Ready> {
        private final Predicate<Lane> open;
        private final Predicate<Lane> due;
        private final List<Cursor> cursors = new ArrayList<>();
        private @Nullable Cursor first;

        Merged(Predicate<Lane> open, Predicate<Lane> due) {
            this.open = open;
            this.due = due;
            lanes.forEach((lane, members) -> {
                if (open.test(lane)) {
                    cursors.add(new Cursor(lane, members.iterator()));
                }
            });
        }

        @Override
        public boolean hasNext() {
            if (first == null) {
                cursors.removeIf(cursor -> cursor.head == null || !open.test(cursor.lane));
                for (Cursor cursor : cursors) {
                    if (first == null || isBefore(cursor, first)) {
                        first = cursor;
                    }
                }
            }
            return first != null;
        }

        private boolean isBefore(Cursor one, Cursor other) {
            boolean oneDue = due.test(one.lane);
            return oneDue == due.test(other.lane) ? headOf(one).compareTo(headOf(other)) < 0 : oneDue;
        }

        @Override
        public Ready next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the backlog is at its end");
            }
            Cursor used = Objects.requireNonNull(first);
            first = null;
            Ready next = headOf(used);
            used.head = used.rest.hasNext() ? used.rest.next() : null;
            return next;
        }

        private static Ready headOf(Cursor cursor) {
            return Objects.requireNonNull(cursor.head);
        }
    }
}
