package dev.rondo.sdk.problems;

import static dev.rondo.sdk.problems.Check.assertRight;
import static dev.rondo.sdk.problems.Check.only;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.sdk.Action;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.Group;
import dev.rondo.sdk.Input;
import dev.rondo.sdk.Operator;
import dev.rondo.sdk.OperatorKind;
import dev.rondo.sdk.Problem;
import dev.rondo.sdk.ProblemCode;
import dev.rondo.sdk.SchedulerOperator;
import dev.rondo.sdk.Task0;
import dev.rondo.sdk.TaskContext;
import dev.rondo.sdk.TaskRef;
import dev.rondo.sdk.TriggerRule;
import dev.rondo.sdk.TypeOf;
import dev.rondo.sdk.internal.DagSpecs;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TaskProblemsTest {

    record Model(double auc) {}

    record Live(Thread thread) {}

    enum Way {
        LEFT,
        RIGHT
    }

    private final Dag dag = Dag.create("d");

    static Model train() {
        return new Model(0.5);
    }

    static List<Model> several() {
        return List.of(train());
    }

    static double score(Model model) {
        return model.auc();
    }

    @Test
    void a_task_needs_a_word_that_says_what_it_does() {
        dag.task("idle");

        assertThat(only(ProblemCode.TASK_WITHOUT_BODY, dag).taskId()).isEqualTo("idle");
    }

    @Test
    void a_mapping_needs_a_word_too() {
        dag.map("idle", List.of(1, 2));

        only(ProblemCode.TASK_WITHOUT_BODY, dag);
    }

    @Test
    void one_task_has_one_body() {
        Task0 task = dag.task("t");
        task.run(() -> {});
        task.call(() -> 1);

        only(ProblemCode.TASK_WITH_TWO_BODIES, dag);
    }

    @Nested
    class Inputs {

        @ParameterizedTest
        @EnumSource(
                names = {"ALL_SUCCESS"},
                mode = EnumSource.Mode.EXCLUDE)
        void a_plain_input_may_be_missing_under_every_rule_but_all_success(TriggerRule rule) {
            var model = dag.task("train").call(TaskProblemsTest::train);
            dag.task("use", model).call(m -> m.auc()).triggerRule(rule);

            Problem problem = only(ProblemCode.INPUT_MAY_BE_MISSING, dag);

            assertThat(problem.message()).contains("'train'").contains(rule.wireName());
        }

        @Test
        void an_optional_input_is_right_under_any_rule() {
            var model = dag.task("train").call(TaskProblemsTest::train);
            dag.task("use", model.optional()).call(m -> m.isPresent()).triggerRule(TriggerRule.ALL_DONE);

            assertRight(dag);
        }

        @Test
        void the_rule_may_come_from_the_defaults() {
            dag.triggerRule(TriggerRule.ALL_DONE);
            var model = dag.task("train").call(TaskProblemsTest::train);
            dag.task("use", model).call(m -> m.auc());

            only(ProblemCode.INPUT_MAY_BE_MISSING, dag);
        }

        @Test
        void a_list_of_results_is_never_missing() {
            var models = dag.map("train", List.of(1, 2)).call(i -> new Model(i));
            dag.task("use", models).call(m -> m.size()).triggerRule(TriggerRule.ALL_DONE);
            dag.task("all", dag.all(List.of(dag.task("one").call(TaskProblemsTest::train))))
                    .call(m -> m.size())
                    .triggerRule(TriggerRule.ALL_DONE);

            assertRight(dag);
        }

        @Test
        void a_task_without_a_result_is_no_input() {
            var nothing = dag.task("push").run(() -> {});
            dag.task("use", nothing).run(n -> {});

            Problem problem = only(ProblemCode.BAD_INPUT, dag);

            assertThat(problem.message()).isEqualTo("it reads the result of 'push', which has none");
        }

        @Test
        void params_belong_to_one_dag_and_are_one_record() {
            Input<Model> foreign = Dag.create("other").params(new Model(1));
            dag.task("use", foreign).call(m -> m.auc());
            only(ProblemCode.BAD_INPUT, dag);

            Dag twice = Dag.create("twice");
            twice.params(new Model(1));
            twice.params(new Model(2));
            only(ProblemCode.BAD_PARAMS, twice);

            Dag running = Dag.create("running");
            running.params(new Live(new Thread()));
            assertThat(only(ProblemCode.BAD_PARAMS, running).message()).contains("java.lang.Thread");
        }

        @Test
        void gathered_results_have_one_type() {
            var model = dag.task("model").call(TaskProblemsTest::train);
            var text = dag.task("text").call(() -> "x");
            List<Input<? extends Object>> both = List.of(model, text);
            dag.task("use", dag.all(both)).call(list -> list.size());

            assertThat(only(ProblemCode.BAD_INPUT, dag).message()).contains("different types");
        }
    }

    @Nested
    class Types {

        @Test
        void a_lambdas_generic_result_must_be_said_where_no_reader_says_it() {
            dag.task("split").call(() -> List.of(train()));

            Problem problem = only(ProblemCode.XCOM_TYPE_UNKNOWN, dag);

            assertThat(problem.message()).contains("List without its type arguments");
            assertThat(problem.mend()).contains(".returns(new TypeOf<List<Shard>>() {})");
        }

        @Test
        void a_method_reference_or_returns_says_it() {
            dag.task("reference").call(TaskProblemsTest::several);
            dag.task("said").call(() -> List.of(train())).returns(new TypeOf<List<Model>>() {});
            dag.map("each", List.of(1)).call(i -> List.of(train())).returns(new TypeOf<List<List<Model>>>() {});

            assertThat(DagSpecs.of(dag, "C").tasks())
                    .extracting(t -> t.result() == null ? "" : t.result().name())
                    .containsExactly("List<Model>", "List<Model>", "List<Model>");
        }

        @Test
        void readers_that_disagree_say_nothing() {
            var split = dag.task("split").call(() -> List.of(train()));
            dag.map("a", split).call(TaskProblemsTest::score);
            dag.map("b", split).call(m -> m.toString());
            assertRight(dag);

            Dag other = Dag.create("other");
            TaskRef<List<? extends Serializable>> mixed = other.task("mixed").call(() -> List.of("a"));
            other.map("a", mixed).call((Object o) -> o.toString());
            other.task("b", mixed).call(list -> list.size());
            assertThat(Check.problems(other)).extracting(Problem::code).contains(ProblemCode.XCOM_TYPE_UNKNOWN);
        }

        @Test
        void what_cannot_be_passed_is_reported_once_by_the_task_that_returns_it() {
            var stream = dag.task("open").call(() -> InputStream.nullInputStream());
            dag.task("a", stream).run(s -> s.available());
            dag.task("b", stream).run(s -> s.available());

            Problem problem = only(ProblemCode.XCOM_TYPE_UNSUPPORTED, dag);

            assertThat(problem.taskId()).isEqualTo("open");
            assertThat(problem.message()).contains("java.io.InputStream");
        }

        @Test
        void elements_of_a_literal_have_one_type() {
            List<Object> mixed = List.of("a", 1);
            dag.map("each", mixed).call(e -> e.toString());

            only(ProblemCode.BAD_MAPPING, dag);
        }
    }

    @Nested
    class Captures {

        @Test
        void what_can_change_is_not_captured() {
            AtomicInteger counter = new AtomicInteger();
            List<String> names = new ArrayList<>(List.of("a"));
            dag.task("count").call(() -> counter.incrementAndGet());
            dag.task("list").call(() -> names.size());

            assertThat(Check.problems(dag))
                    .extracting(p -> p.code() + " " + p.taskId())
                    .containsExactly("TASK_CAPTURES_STATE count", "TASK_CAPTURES_STATE list");
        }

        @Test
        void plain_values_are() {
            String text = "de".strip();
            Model model = train();
            Way way = Way.LEFT;
            List<String> fixed = List.of(text, "fr");
            dag.task("t").call(() -> text + model + way + fixed);

            assertRight(dag);
        }

        @Test
        void a_task_is_an_input_and_not_captured() {
            var model = dag.task("train").call(TaskProblemsTest::train);
            dag.task("use").call(() -> model.id());

            Problem problem = only(ProblemCode.TASK_CAPTURES_STATE, dag);

            assertThat(problem.mend()).startsWith("pass it as an input");
        }

        @Test
        void callbacks_are_held_to_the_same() {
            int[] count = {0};
            dag.onFailure(ctx -> count[0]++);
            dag.task("t").run(() -> {}).onRetry(ctx -> count[0]++);

            assertThat(Check.problems(dag))
                    .extracting(p -> p.taskId() + " " + p.message().split(" ")[0])
                    .containsExactly("null on_failure", "t on_retry");
        }
    }

    @Nested
    class Branches {

        @Test
        void every_answer_leads_somewhere() {
            var way = dag.task("way").choose(() -> Way.LEFT);
            way.on(Way.LEFT, dag.task("left").run(() -> {}));

            Problem problem = only(ProblemCode.BRANCH_ANSWER_WITHOUT_TARGET, dag);

            assertThat(problem.message()).contains("RIGHT");
            assertThat(problem.mend()).contains(".on(Way.RIGHT");
        }

        @Test
        void nowhere_is_said_without_a_task() {
            var way = dag.task("way").choose(() -> Way.LEFT);
            way.on(Way.LEFT, dag.task("left").run(() -> {})).on(Way.RIGHT);

            assertThat(DagSpecs.of(dag, "C").tasks().getFirst().branches())
                    .isEqualTo(Map.of("LEFT", List.of("left"), "RIGHT", List.of()));
        }

        @Test
        void a_branch_may_lead_to_a_group_and_to_several_tasks() {
            Group group = dag.group("g");
            group.task("a").run(() -> {}).then(group.task("b").run(() -> {}));
            group.task("c").run(() -> {});
            var left = dag.task("left").run(() -> {});
            dag.task("way").choose(() -> Way.LEFT).on(Way.LEFT, left, group).on(Way.RIGHT, group);

            assertThat(DagSpecs.of(dag, "C").tasks().getLast().branches())
                    .isEqualTo(Map.of("LEFT", List.of("left", "g.a", "g.c"), "RIGHT", List.of("g.a", "g.c")));
        }
    }

    @Nested
    class Mappings {

        @Test
        void there_is_no_mapping_within_a_mapping() {
            dag.map("outer", List.of(1)).group((g, i) -> {
                g.map("inner", List.of(2)).run(j -> {});
                return g.task("t", i).call(x -> x + 1);
            });

            assertThat(only(ProblemCode.BAD_MAPPING, dag).mend()).contains("cross");
        }

        @Test
        void the_entries_of_a_map_with_a_null_have_no_type() {
            Map<String, Integer> prices = new HashMap<>();
            prices.put("tea", null);

            dag.map("t", dag.entries(prices)).run(price -> {});

            only(ProblemCode.BAD_MAPPING, dag);
        }

        @Test
        void zipped_with_what_has_no_order() {
            Map<String, Integer> prices = Map.of("tea", 9, "coffee", 1);

            dag.map("t", prices.keySet()).zip(prices.values()).run((name, price) -> {});

            assertThat(only(ProblemCode.BAD_MAPPING, dag).mend()).contains("dag.entries(map)");
        }

        @Test
        void cross_and_zip_are_not_combined() {
            dag.map("t", List.of(1)).cross(List.of(2)).zip(List.of(3)).run((a, b, c) -> {});

            only(ProblemCode.BAD_MAPPING, dag);
        }

        @Test
        void the_element_of_a_group_stays_in_it() {
            List<Input<Integer>> leaked = new ArrayList<>();
            dag.map("g", List.of(1)).group((g, i) -> {
                leaked.add(i);
                return g.task("t", i).call(x -> x + 1);
            });
            dag.task("outside", leaked.getFirst()).run(i -> {});

            assertThat(only(ProblemCode.BAD_INPUT, dag).taskId()).isEqualTo("outside");
        }
    }

    @Nested
    class SetupsAndTeardowns {

        @Test
        void a_teardown_keeps_its_own_rule() {
            var up = dag.task("up").run(() -> {}).asSetup();
            dag.task("down").run(() -> {}).asTeardown(up).triggerRule(TriggerRule.ALL_DONE);

            only(ProblemCode.BAD_TEARDOWN, dag);
        }

        @Test
        void the_rule_of_the_defaults_does_not_reach_a_teardown() {
            dag.triggerRule(TriggerRule.NONE_FAILED);
            var up = dag.task("up").run(() -> {}).asSetup();
            dag.task("down").run(() -> {}).asTeardown(up);

            assertThat(DagSpecs.of(dag, "C").tasks().getLast().options().triggerRule())
                    .isEqualTo(TriggerRule.ALL_DONE_SETUP_SUCCESS);
        }

        @Test
        void one_task_is_not_both_and_fails_run_is_for_teardowns() {
            var up = dag.task("up").run(() -> {}).asSetup();
            dag.task("both").run(() -> {}).asSetup().asTeardown(up);
            dag.task("plain").run(() -> {}).failsRun();

            assertThat(Check.problems(dag))
                    .extracting(Problem::code)
                    .containsOnly(ProblemCode.BAD_TEARDOWN)
                    .hasSize(2);
        }

        @Test
        void a_teardown_of_two_setups_cannot_know_which_one_succeeded() {
            var one = dag.task("one").call(() -> 1).asSetup();
            var two = dag.task("two").call(() -> 2).asSetup();
            dag.task("down", one).run(x -> {}).asTeardown(one, two);

            only(ProblemCode.INPUT_MAY_BE_MISSING, dag);
        }
    }

    @Nested
    class Operators {

        record Holds(Thread thread) implements Action<Void> {
            @Override
            public @Nullable Void execute(TaskContext context) {
                return null;
            }
        }

        static final class NoRecord implements Operator<Integer> {
            private static final long serialVersionUID = 1L;

            @Override
            public OperatorKind kind() {
                return OperatorKind.ACTION;
            }

            @Override
            public Integer execute(TaskContext context) {
                return 1;
            }
        }

        @Test
        void its_components_stand_in_the_graph() {
            dag.task("t").use(new Holds(new Thread()));

            assertThat(only(ProblemCode.BAD_OPERATOR, dag).message()).contains("its component 'thread'");
        }

        @Test
        void it_is_a_record() {
            dag.task("t").use(new NoRecord());

            assertThat(only(ProblemCode.BAD_OPERATOR, dag).message()).contains("is no record");
        }

        record Nothing() implements SchedulerOperator {
            @Override
            public Effect effect() {
                return Effect.NOTHING;
            }
        }

        @Test
        void what_the_scheduler_carries_out_is_not_made_by_a_lambda() {
            dag.task("direct").use(new Nothing());
            dag.task("made").use(ctx -> new Nothing());

            assertThat(only(ProblemCode.BAD_OPERATOR, dag).mend()).contains("use(new Nothing())");
        }

        @Test
        void only_a_short_circuit_ignores_trigger_rules() {
            dag.task("t").run(() -> {}).ignoreDownstreamTriggerRules(false);

            only(ProblemCode.BAD_OPTION, dag);
        }
    }
}
