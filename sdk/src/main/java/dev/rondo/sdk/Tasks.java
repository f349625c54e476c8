package dev.rondo.sdk;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A place to make tasks: a {@link Dag} or a {@link Group}. Made by Rondo alone. */
public interface Tasks {

    /**
     * Names a task that receives nothing. The next word says what it does.
     *
     * @param id letters, digits, dots, dashes and underscores, at most 250 with the ids of its groups; unique in the
     *     DAG
     */
    Task0 task(String id);

    /** Names a task that receives one input, and so depends on where it comes from. */
    <A> Task1<A> task(String id, Input<? extends A> a);

    /** Names a task that receives two inputs, and so depends on where they come from. */
    <A, B> Task2<A, B> task(String id, Input<? extends A> a, Input<? extends B> b);

    /** Names a task that receives three inputs, and so depends on where they come from. */
    <A, B, C> Task3<A, B, C> task(String id, Input<? extends A> a, Input<? extends B> b, Input<? extends C> c);

    /** Names a task that receives four inputs, and so depends on where they come from. */
    <A, B, C, D> Task4<A, B, C, D> task(
            String id, Input<? extends A> a, Input<? extends B> b, Input<? extends C> c, Input<? extends D> d);

    /** Names a task that receives five inputs, and so depends on where they come from. */
    <A, B, C, D, E> Task5<A, B, C, D, E> task(
            String id,
            Input<? extends A> a,
            Input<? extends B> b,
            Input<? extends C> c,
            Input<? extends D> d,
            Input<? extends E> e);

    /** Names a task that receives six inputs, and so depends on where they come from. */
    <A, B, C, D, E, F> Task6<A, B, C, D, E, F> task(
            String id,
            Input<? extends A> a,
            Input<? extends B> b,
            Input<? extends C> c,
            Input<? extends D> d,
            Input<? extends E> e,
            Input<? extends F> f);

    /**
     * Names a task that is repeated for each element of a list that another task returns, at most 100,000 times unless
     * the installation says otherwise ({@code RONDO_MAX_MAP_LENGTH}). Of a map, see {@link #entries(Input)}.
     */
    <A> Each<A> map(String id, Input<? extends Collection<? extends A>> list);

    /**
     * Names a task that is repeated for each element of a list known now. A collection without an order of its own, a
     * {@code Set.of(…)} for instance, is taken in the order of its elements as text.
     */
    <A> Each<A> map(String id, Collection<? extends A> list);

    /**
     * The entries of a map that a task returns, in the order of the map: to repeat a task for each of them,
     * {@code map("price", entries(prices)).call(price -> price.getKey() + price.getValue())}, or to receive them as a
     * list. What {@code map}, {@code zip} and {@code cross} take.
     */
    <K, V> Input<List<Map.Entry<K, V>>> entries(Input<? extends Map<? extends K, ? extends V>> map);

    /**
     * The entries of a map known now. Of a map without an order of its own (no {@link java.util.SequencedMap}) they are
     * taken in the order of their keys as text.
     */
    <K, V> Collection<Map.Entry<K, V>> entries(Map<? extends K, ? extends V> map);

    /**
     * Gathers the results of several tasks, of a loop for instance, in this order; those that failed, were skipped or
     * returned null are left out.
     */
    <T> Input<List<T>> all(Collection<? extends Input<? extends T>> results);

    /**
     * A task that waits until a person has filled in a form, and holds no worker meanwhile.
     *
     * @param answer what is asked: a record, each component a field of the form
     */
    <R extends Record> TaskRef<R> approve(String id, Class<R> answer);

    /**
     * Like {@link #approve(String, Class)}; the form begins with these values, and when nobody has answered by the end
     * of the task's {@link TaskOptions#executionTimeout} they are the answer. Without one, which is the load error
     * {@code BAD_OPTION}, they never would be.
     */
    <R extends Record> TaskRef<R> approve(String id, R defaultAnswer);

    /**
     * Like {@link #approve(String, Class)}, and says what no answer by the end of the task's
     * {@link TaskOptions#executionTimeout} means; {@link NoAnswer#FAIL} unless it is said.
     */
    <R extends Record> TaskRef<R> approve(String id, Class<R> answer, NoAnswer noAnswer);

    /** A group of tasks in this place. Its id goes before theirs. */
    Group group(String id);

    /**
     * The task or group with this full id, wherever and whenever it is defined in the DAG, for dependencies. An id that
     * nobody defines is the load error {@code UNKNOWN_TASK}.
     */
    Node<?> node(String id);
}
