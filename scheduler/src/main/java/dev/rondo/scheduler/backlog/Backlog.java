package dev.rondo.scheduler.backlog;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What may be granted a slot next, over all runs this scheduler knows, best first. Kept apart by pool and queue, so
 * that a full pool or a queue without workers costs nothing to step over. Not thread-safe: it belongs to the engine
 * thread.
 */
public final class Backlog implements Gate.Sink {

    private final Map<Group, TreeSet<Ready>> groups = new HashMap<>();
    private int size;

    /** What shares its fate: the same pool and the same queue. */
    public record Group(String pool, String queue) {
        static Group of(Ready ready) {
            return new Group(ready.pool(), ready.queue());
        }
    }

    @Override
    public void add(Ready ready) {
        if (groups.computeIfAbsent(Group.of(ready), g -> new TreeSet<>()).add(ready)) {
            size++;
        }
    }

    @Override
    public void remove(Ready ready) {
        Group group = Group.of(ready);
        TreeSet<Ready> members = groups.get(group);
        if (members != null && members.remove(ready)) {
            size--;
            if (members.isEmpty()) {
                groups.remove(group);
            }
        }
    }

    /** How many instances could be granted if pools and workers had room for all. */
    public int size() {
        return size;
    }

    /**
     * Goes through the backlog by rank. It must not change meanwhile.
     *
     * @param open which groups to look at; asked again before each step, so that a group can be closed on the way
     */
    public Iterator<Ready> inOrder(Predicate<Group> open) {
        return new Merged(open);
    }

    private static final class Cursor implements Comparable<Cursor> {
        final Group group;
        final Iterator<Ready> rest;
        Ready head;

        Cursor(Group group, Iterator<Ready> rest) {
            this.group = group;
            this.rest = rest;
            this.head = rest.next();
        }

        @Override
        @SuppressWarnings("ComparableType") // ordered by rank inside one queue only, never compared for equality
        public int compareTo(Cursor other) {
            return head.compareTo(other.head);
        }
    }

    private final class Merged implements Iterator<Ready> {
        private final Predicate<Group> open;
        private final PriorityQueue<Cursor> cursors = new PriorityQueue<>();
        private @Nullable Cursor used;

        Merged(Predicate<Group> open) {
            this.open = open;
            groups.forEach((group, members) -> {
                if (open.test(group)) {
                    cursors.add(new Cursor(group, members.iterator()));
                }
            });
        }

        @Override
        public boolean hasNext() {
            if (used != null) {
                if (used.rest.hasNext()) {
                    used.head = used.rest.next();
                    cursors.add(used);
                }
                used = null;
            }
            while (!cursors.isEmpty() && !open.test(cursors.peek().group)) {
                cursors.poll();
            }
            return !cursors.isEmpty();
        }

        @Override
        public Ready next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the backlog is at its end");
            }
            used = cursors.remove();
            return used.head;
        }
    }
}
