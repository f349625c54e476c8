package dev.rondo.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.sdk.internal.DagSpecs;
import dev.rondo.sdk.spec.InputSpec;
import dev.rondo.sdk.spec.MappingSpec;
import dev.rondo.sdk.spec.MappingSpec.Axis;
import dev.rondo.sdk.spec.TaskSpec;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DependencyTest {

    private final Dag dag = Dag.create("d");

    private TaskRef<Void> task(Tasks place, String id) {
        return place.task(id).run(() -> {});
    }

    private List<String> lines() {
        return DagSpecs.of(dag, "C").tasks().stream()
                .filter(t -> !t.upstream().isEmpty())
                .map(t -> String.join(" ", t.upstream()) + " > " + t.taskId())
                .toList();
    }

    @Test
    void then_answers_with_what_it_was_given_and_after_with_itself() {
        TaskRef<Void> a = task(dag, "a");
        TaskRef<Void> b = task(dag, "b");
        TaskRef<Void> c = task(dag, "c");
        TaskRef<Void> d = task(dag, "d");

        a.then(b, c).then(d);
        TaskRef<Void> same = d.after(a);

        assertThat(same).isSameAs(d);
        assertThat(lines()).containsExactly("a > b", "a > c", "a b c > d");
    }

    @Test
    void a_line_to_a_group_leads_to_its_first_tasks_and_from_it_from_its_last() {
        TaskRef<Void> before = task(dag, "before");
        TaskRef<Void> after = task(dag, "after");
        Group group = dag.group("g");
        before.then(group).then(after);
        task(group, "x").then(task(group, "y"));
        task(group, "z");

        assertThat(lines()).containsExactly("g.y g.z > after", "before > g.x", "g.x > g.y", "before > g.z");
    }

    @Test
    void groups_within_groups_are_joined_inside_first() {
        Group outer = dag.group("o");
        Group left = outer.group("l");
        Group right = outer.group("r");
        TaskRef<Void> end = task(dag, "end");
        outer.then(end);
        left.then(right);
        task(left, "a");
        task(right, "b");
        task(dag, "start").then(outer);

        assertThat(lines()).containsExactly("o.r.b > end", "start > o.l.a", "o.l.a > o.r.b");
    }

    @Test
    void a_teardown_is_not_what_others_wait_for() {
        Group group = dag.group("g");
        TaskRef<Void> up = task(group, "up").asSetup();
        TaskRef<Void> work = task(group, "work").after(up);
        work.then(task(group, "down").asTeardown(up));
        group.then(task(dag, "next"));

        assertThat(lines()).containsExactly("g.up > g.work", "g.up g.work > g.down", "g.work > next");
    }

    @Test
    void a_setup_is_one_as_soon_as_a_teardown_names_it() {
        TaskRef<Void> up = task(dag, "up");
        task(dag, "down").asTeardown(up).failsRun();

        List<TaskSpec> tasks = DagSpecs.of(dag, "C").tasks();

        assertThat(tasks.get(0).setup()).isTrue();
        assertThat(tasks.get(1).teardownOf()).containsExactly("up");
        assertThat(tasks.get(1).teardownFailsRun()).isTrue();
    }

    @Test
    void a_teardown_without_a_setup_is_one_all_the_same() {
        task(dag, "work").then(task(dag, "down").asTeardown());

        assertThat(DagSpecs.of(dag, "C").tasks().get(1).teardownOf()).isEmpty();
    }

    @Test
    void a_group_mapped_over_a_result_begins_when_the_list_is_there() {
        var shards = dag.task("split").call(() -> "a b".split(" "));
        TaskRef<List<String>> names = dag.task("names").call(DependencyTest::names);
        var lengths = dag.map("each", names).group((g, name) -> {
            var ready = task(g, "ready");
            return g.task("length", name).call(n -> n.length()).after(ready);
        });
        lengths.retries(2).after(shards).then(task(dag, "end"));

        assertThat(lines())
                .containsExactly("names split > each.ready", "each.ready names > each.length", "each.length > end");
        assertThat(DagSpecs.of(dag, "C").tasks())
                .filteredOn(t -> t.options().retries() == 2)
                .extracting(TaskSpec::taskId)
                .containsExactly("each.ready", "each.length");
    }

    static List<String> names() {
        return List.of("a");
    }

    @Test
    void several_lists_are_mapped_over_in_all_combinations_or_in_step() {
        var names = dag.task("names").call(DependencyTest::names);
        var factor = dag.task("factor").call(() -> 2);
        dag.map("cross", names)
                .cross(List.of(1, 2))
                .with(factor)
                .call((name, times, f) -> name.repeat(times * f))
                .maxActivePerRun(3);
        dag.map("zip", List.of(1, 2)).zip(names).named("{{ element }}").run((ctx, n, name) -> {});

        List<TaskSpec> tasks = DagSpecs.of(dag, "C").tasks();

        assertThat(tasks.get(2).mapping())
                .isEqualTo(new MappingSpec(
                        List.of(new Axis.Result("names"), new Axis.Literal("[1,2]", 2)),
                        MappingSpec.Combine.CROSS,
                        null));
        assertThat(tasks.get(2).inputs())
                .containsExactly(
                        new InputSpec.Element(0), new InputSpec.Element(1), new InputSpec.Result("factor", false));
        assertThat(tasks.get(2).upstream()).containsExactly("factor", "names");
        assertThat(tasks.get(3).mapping()).extracting(MappingSpec::combine).isEqualTo(MappingSpec.Combine.ZIP);
        assertThat(tasks.get(3).mapName()).isEqualTo("{{ element }}");
    }

    @Test
    void a_map_is_mapped_over_by_its_entries() {
        var prices = dag.task("prices").call(DependencyTest::prices);
        dag.map("each", dag.entries(prices)).call(price -> price.getKey().plusDays(price.getValue()));
        dag.map("zip", List.of("a", "b")).zip(dag.entries(prices)).call((name, price) -> name + price.getKey());
        dag.task("whole", dag.entries(prices)).call(all -> all.getFirst().getValue());

        List<TaskSpec> tasks = DagSpecs.of(dag, "C").tasks();

        assertThat(tasks.get(1).mapping())
                .isEqualTo(new MappingSpec(List.of(new Axis.Result("prices")), MappingSpec.Combine.CROSS, null));
        assertThat(tasks.get(1).upstream()).containsExactly("prices");
        assertThat(tasks.get(2).mapping())
                .isEqualTo(new MappingSpec(
                        List.of(new Axis.Literal("[\"a\",\"b\"]", 2), new Axis.Result("prices")),
                        MappingSpec.Combine.ZIP,
                        null));
        assertThat(tasks.get(3).inputs()).containsExactly(new InputSpec.Result("prices", false));
        assertThat(tasks.get(3).upstream()).containsExactly("prices");
    }

    static Map<LocalDate, Integer> prices() {
        return Map.of(LocalDate.EPOCH, 3);
    }

    @Test
    void the_type_of_a_map_may_be_told_by_who_is_mapped_over_it() {
        var prices = dag.task("prices").call(() -> Map.of("a", 1));
        dag.map("each", dag.entries(prices)).call(DependencyTest::shown);
        var more = dag.task("more").call(() -> Map.of("a", 1));
        dag.task("whole", dag.entries(more)).call(DependencyTest::first);

        assertThat(DagSpecs.of(dag, "C").tasks())
                .extracting(task -> task.result() == null ? "" : task.result().name())
                .containsExactly("Map<String, Integer>", "String", "Map<String, Integer>", "String");
    }

    static String shown(Map.Entry<String, Integer> price) {
        return price.toString();
    }

    static String first(List<Map.Entry<String, Integer>> prices) {
        return shown(prices.getFirst());
    }

    @Test
    void the_entries_of_a_map_known_now_keep_its_order_if_it_has_one() {
        Map<String, Integer> ordered = new LinkedHashMap<>();
        ordered.put("z", 1);
        ordered.put("a", 2);
        dag.map("ordered", dag.entries(ordered)).call(DependencyTest::shown);
        dag.map("none", dag.entries(Map.of("z", 1, "a", 2))).call(DependencyTest::shown);

        assertThat(axes("C"))
                .containsExactly(
                        new Axis.Literal("[[\"z\",1],[\"a\",2]]", 2), new Axis.Literal("[[\"a\",2],[\"z\",1]]", 2));
    }

    @Test
    void what_has_no_order_of_its_own_is_taken_in_one_that_no_run_of_the_parser_changes() {
        dag.map("one", Collections.unmodifiableSet(new LinkedHashSet<>(List.of("c", "a", "b"))))
                .call(name -> name);
        dag.map("other", Collections.unmodifiableSet(new LinkedHashSet<>(List.of("b", "c", "a"))))
                .call(name -> name);
        dag.map("list", List.of("c", "a", "b")).call(name -> name);

        assertThat(axes("C"))
                .containsExactly(
                        new Axis.Literal("[\"a\",\"b\",\"c\"]", 3),
                        new Axis.Literal("[\"a\",\"b\",\"c\"]", 3),
                        new Axis.Literal("[\"c\",\"a\",\"b\"]", 3));
    }

    private List<Axis> axes(String className) {
        return DagSpecs.of(dag, className).tasks().stream()
                .map(TaskSpec::mapping)
                .filter(Objects::nonNull)
                .flatMap(mapping -> mapping.axes().stream())
                .toList();
    }

    @Test
    void elements_of_a_sealed_interface_are_told_apart() {
        dag.map("area", List.of(new Circle(1), new Square(2))).call(s -> s.area());

        var literal = DagSpecs.of(dag, "C").tasks().getFirst().mapping();

        assertThat(literal).isNotNull();
        assertThat(literal.axes().getFirst())
                .isEqualTo(new Axis.Literal("[{\"@type\":\"Circle\",\"r\":1.0},{\"@type\":\"Square\",\"a\":2.0}]", 2));
    }

    sealed interface Shape {
        double area();
    }

    record Circle(double r) implements Shape {
        @Override
        public double area() {
            return 3 * r * r;
        }
    }

    record Square(double a) implements Shape {
        @Override
        public double area() {
            return a * a;
        }
    }
}
