package dev.rondo.sdk.internal.define;

import dev.rondo.sdk.Each;
import dev.rondo.sdk.Group;
import dev.rondo.sdk.Input;
import dev.rondo.sdk.NoAnswer;
import dev.rondo.sdk.Node;
import dev.rondo.sdk.Task0;
import dev.rondo.sdk.Task1;
import dev.rondo.sdk.Task2;
import dev.rondo.sdk.Task3;
import dev.rondo.sdk.Task4;
import dev.rondo.sdk.Task5;
import dev.rondo.sdk.Task6;
import dev.rondo.sdk.TaskRef;
import dev.rondo.sdk.Tasks;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The words of a place that tasks are made in, once for DAGs and groups. */
interface Place extends Tasks {

    /** The DAG of the place. */
    DagDraft dag();

    /** The group that the place is; null: the DAG itself. */
    @Nullable
    GroupDraft within();

    private Verbs begin(String id, Input<?>... inputs) {
        List<Source<?>> sources = new ArrayList<>(inputs.length);
        Arrays.stream(inputs).map(Source::of).forEach(sources::add);
        return new Verbs(dag().task(within(), id, null, sources));
    }

    private Verbs begin(String id, Mapping mapping) {
        return new Verbs(dag().task(within(), id, mapping, List.of(new Source.Element<>(mapping, 0))));
    }

    @Override
    default Task0 task(String id) {
        return new Task0(begin(id));
    }

    @Override
    default <A> Task1<A> task(String id, Input<? extends A> a) {
        return new Task1<>(begin(id, a));
    }

    @Override
    default <A, B> Task2<A, B> task(String id, Input<? extends A> a, Input<? extends B> b) {
        return new Task2<>(begin(id, a, b));
    }

    @Override
    default <A, B, C> Task3<A, B, C> task(String id, Input<? extends A> a, Input<? extends B> b, Input<? extends C> c) {
        return new Task3<>(begin(id, a, b, c));
    }

    @Override
    default <A, B, C, D> Task4<A, B, C, D> task(
            String id, Input<? extends A> a, Input<? extends B> b, Input<? extends C> c, Input<? extends D> d) {
        return new Task4<>(begin(id, a, b, c, d));
    }

    @Override
    default <A, B, C, D, E> Task5<A, B, C, D, E> task(
            String id,
            Input<? extends A> a,
            Input<? extends B> b,
            Input<? extends C> c,
            Input<? extends D> d,
            Input<? extends E> e) {
        return new Task5<>(begin(id, a, b, c, d, e));
    }

    @Override
    default <A, B, C, D, E, F> Task6<A, B, C, D, E, F> task(
            String id,
            Input<? extends A> a,
            Input<? extends B> b,
            Input<? extends C> c,
            Input<? extends D> d,
            Input<? extends E> e,
            Input<? extends F> f) {
        return new Task6<>(begin(id, a, b, c, d, e, f));
    }

    @Override
    default <A> Each<A> map(String id, Input<? extends Collection<? extends A>> list) {
        return new Each<>(begin(id, new Mapping(new Mapping.Axis.Of(Source.of(list)))));
    }

    @Override
    default <A> Each<A> map(String id, Collection<? extends A> list) {
        return new Each<>(begin(id, new Mapping(Mapping.literal(list))));
    }

    @Override
    default <T> Input<List<T>> all(Collection<? extends Input<? extends T>> results) {
        List<Source<?>> parts = new ArrayList<>(results.size());
        results.forEach(r -> parts.add(Source.of(r)));
        return new Source.Gathered<>(List.copyOf(parts));
    }

    @Override
    default <K, V> Input<List<Map.Entry<K, V>>> entries(Input<? extends Map<? extends K, ? extends V>> map) {
        return new Source.Entries<>(Source.of(map));
    }

    // An entry gives and never takes, so one of subclasses is as good.
    @Override
    default <K, V> Collection<Map.Entry<K, V>> entries(Map<? extends K, ? extends V> map) {
        List<Map.Entry<K, V>> entries = new ArrayList<>(map.size());
        map.forEach((key, value) -> entries.add(new SimpleImmutableEntry<>(key, value)));
        return map instanceof SequencedMap ? List.copyOf(entries) : Set.copyOf(entries);
    }

    @Override
    default <R extends Record> TaskRef<R> approve(String id, Class<R> answer) {
        return approve(id, answer, NoAnswer.FAIL);
    }

    @Override
    default <R extends Record> TaskRef<R> approve(String id, Class<R> answer, NoAnswer noAnswer) {
        return approval(id, new Work.Approval(answer, null, noAnswer));
    }

    // The class of a record of type R is a Class<R>: records cannot be extended.
    @Override
    default <R extends Record> TaskRef<R> approve(String id, R defaultAnswer) {
        return approval(id, new Work.Approval(defaultAnswer.getClass(), defaultAnswer, NoAnswer.FAIL));
    }

    private <R extends Record> TaskRef<R> approval(String id, Work.Approval work) {
        TaskDraft task = dag().task(within(), id, null, List.of());
        task.work(work);
        return new TaskHandle<>(task);
    }

    @Override
    default Group group(String id) {
        return new GroupHandle(dag().group(within(), id, Where.here(), null));
    }

    @Override
    default Node<?> node(String id) {
        return new Nodes(dag(), new Endpoint.Named(dag(), id, Where.here()));
    }
}
