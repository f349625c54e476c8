package dev.rondo.sdk;

/**
 * A handle on a branch. Of the tasks directly below it only those run that the answer leads to; the others are skipped,
 * and so is what follows from them by its trigger rule. Made by Rondo alone.
 *
 * @param <E> enum of the answers; one without {@link #on} is the load error {@code BRANCH_ANSWER_WITHOUT_TARGET}
 */
public interface Choice<E extends Enum<E>> extends Node<Choice<E>>, TaskOptions<Choice<E>> {

    /** The id with those of its groups before it. */
    String id();

    /**
     * Says what an answer leads to. Called twice for one answer, it leads to both.
     *
     * @param next what then runs; nothing: everything below the branch is skipped
     */
    Choice<E> on(E answer, Node<?>... next);
}
