package dev.rondo.sdk;

/**
 * A place in the graph that lines lead to and from: a task, a branch, a group, or several of them. Made by Rondo alone.
 *
 * <p>A line to a group leads to those of its tasks that have nothing before them in the group, a line from it comes
 * from those that have nothing after them there (teardowns aside).
 *
 * @param <S> the type itself
 */
public interface Node<S> {

    /** Lets this start after the others; the mirror of {@link #then}, which keeps the type. Returns this. */
    S after(Node<?>... before);

    /**
     * Lets the others start after this one, as Airflow's {@code >>} does.
     *
     * @return the nodes just named, so that {@code a.then(b).then(c)} is a chain
     */
    Node<?> then(Node<?>... next);
}
