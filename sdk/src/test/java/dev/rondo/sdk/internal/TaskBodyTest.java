package dev.rondo.sdk.internal;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rondo.sdk.Action;
import dev.rondo.sdk.Callback;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DefaultArgs;
import dev.rondo.sdk.FailWithoutRetryException;
import dev.rondo.sdk.LookAgain;
import dev.rondo.sdk.LookState;
import dev.rondo.sdk.SkipException;
import dev.rondo.sdk.TaskContext;
import dev.rondo.sdk.TunableSensor;
import dev.rondo.sdk.TypeOf;
import dev.rondo.sdk.Verbatim;
import dev.rondo.sdk.Waiting;
import dev.rondo.sdk.fake.FakeContext;
import dev.rondo.sdk.internal.define.LookStates;
import dev.rondo.sdk.spec.OperatorSpec;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TaskBodyTest {

    record Model(double auc, String uri) {}

    record Params(int epochs) {}

    enum Way {
        LEFT,
        RIGHT {
            @Override
            public String toString() {
                return "a constant with a body of its own";
            }
        }
    }

    private final Dag dag = Dag.create("d");
    private final FakeContext context = new FakeContext();

    private BodyResult run(String taskId, @Nullable String... inputs) throws Exception {
        TaskBody body = Bodies.of(dag).require(taskId);
        return body.run(context, body.decode(Arrays.asList(inputs)), BodyListener.NONE);
    }

    @Test
    void arguments_are_decoded_by_the_types_of_their_sources() throws Exception {
        var params = dag.params(new Params(1));
        var model = dag.task("train").call(() -> new Model(0.5, "u"));
        var scores = dag.map("score", List.of("a", "b")).call(s -> s.length());
        dag.task("use", params, model, scores, model.optional(), dag.all(List.of(model)))
                .call((p, m, s, o, all) -> p.epochs() + m.uri() + s + o.isPresent() + all.size());

        BodyResult result =
                run("use", "{\"epochs\":7}", "{\"auc\":1,\"uri\":\"x\"}", "[1,2]", null, "[{\"auc\":1,\"uri\":\"x\"}]");

        assertThat(result).isEqualTo(new BodyResult.Value("7x[1, 2]false1"));
    }

    @Test
    void a_map_is_received_as_its_entries_one_by_one_or_as_a_list() throws Exception {
        var days = dag.task("days")
                .call(() -> new TreeMap<>(Map.of(LocalDate.EPOCH, 1)))
                .returns(new TypeOf<>() {});
        dag.map("each", dag.entries(days)).call(day -> day.getKey().plusDays(day.getValue()));
        dag.task("whole", dag.entries(days)).call(all -> all.getLast().getKey().plusDays(all.size()));
        dag.map("group", List.of(Map.of("x", 1)))
                .group((group, map) -> group.task("in", group.entries(map))
                        .call(all -> all.getFirst().getValue()));

        assertThat(run("each", "[\"2026-01-01\",3]")).isEqualTo(new BodyResult.Value(LocalDate.of(2026, 1, 4)));
        assertThat(run("whole", "{\"2026-01-01\":3,\"2026-02-01\":4}"))
                .isEqualTo(new BodyResult.Value(LocalDate.of(2026, 2, 3)));
        assertThat(run("group.in", "{\"x\":5}")).isEqualTo(new BodyResult.Value(5));
    }

    @Test
    void the_context_comes_first_where_the_body_takes_it() throws Exception {
        var one = dag.task("one").call(ctx -> ctx.taskId());
        dag.task("two", one).run((ctx, o) -> ctx.xcomPush("seen", o));

        assertThat(run("one")).isEqualTo(new BodyResult.Value("t"));
        assertThat(run("two", "\"x\"")).isEqualTo(new BodyResult.Value(null));
        assertThat(context.xcomPull("t", "seen", String.class)).contains("x");
    }

    @Test
    void a_missing_value_is_an_error_that_says_so() {
        var model = dag.task("train").call(() -> new Model(0.5, "u"));
        dag.task("use", model).call(m -> m.auc());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> run("use", (String) null))
                .withMessageContaining("task 'use', input 1 (result of 'train'): there is no value")
                .withMessageContaining("optional()");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run("use", "{\"auc\":\"high\",\"uri\":\"x\"}"))
                .withMessageContaining("at .auc");
    }

    @Test
    void a_branch_answers_with_the_name_of_a_constant() throws Exception {
        dag.task("way").choose(() -> Way.RIGHT);
        dag.task("none").choose(() -> (Way) null);

        assertThat(run("way")).isEqualTo(new BodyResult.Answer("RIGHT"));
        assertThatIllegalStateException().isThrownBy(() -> run("none")).withMessageContaining("answered null");
    }

    @Test
    void a_short_circuit_says_whether_to_go_on() throws Exception {
        dag.task("stop").shortCircuit(() -> false);

        assertThat(run("stop")).isEqualTo(new BodyResult.Proceed(false));
    }

    @Test
    void what_a_body_asks_for_by_exceptions_is_a_result_and_all_else_is_thrown() throws Exception {
        dag.task("skip").run(() -> {
            throw new SkipException("no data");
        });
        dag.task("fail").run(() -> {
            throw new FailWithoutRetryException("bad key");
        });
        dag.task("later").run(() -> {
            throw LookAgain.in(ofSeconds(5)).keeping(3, new Params(9));
        });
        dag.task("broken").run(() -> {
            throw new IOException("disk");
        });

        assertThat(run("skip")).isEqualTo(new BodyResult.Skip("no data"));
        assertThat(run("fail")).isInstanceOfSatisfying(BodyResult.FailWithoutRetry.class, f -> {
            assertThat(f.message()).isEqualTo("bad key");
            assertThat(f.timeout()).isFalse();
        });
        assertThat(run("later")).isEqualTo(new BodyResult.LookAgain(ofSeconds(5), new LookState(3, "{\"epochs\":9}")));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> run("broken"));
    }

    @Test
    void a_task_that_is_not_there_says_what_may_be_meant() {
        dag.task("train").call(() -> 1);

        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(() -> Bodies.of(dag).require("trian"))
                .withMessage("dag 'd' has no task 'trian'; did you mean 'train'?");
    }

    @Test
    void the_name_of_an_instance_is_found_with_the_body() {
        dag.map("each", List.of(1)).named("{{ element }}").run(i -> {});
        dag.task("one").run(() -> {});

        assertThat(Bodies.of(dag).require("each").findMapName()).contains("{{ element }}");
        assertThat(Bodies.of(dag).require("one").findMapName()).isEmpty();
    }

    @Test
    void a_signature_follows_kind_and_types_and_nothing_else() {
        dag.task("a").call(() -> new Model(1, "u"));
        dag.task("b").call(() -> new Model(2, "v")).retries(3);
        dag.task("c").call(() -> 1);
        dag.task("d").shortCircuit(() -> true);
        dag.task("e").shortCircuit(() -> true).ignoreDownstreamTriggerRules(false);
        Bodies bodies = Bodies.of(dag);

        String a = bodies.require("a").signature();

        assertThat(a).matches("[0-9a-f]{32}").isEqualTo(bodies.require("b").signature());
        assertThat(List.of(
                        a,
                        bodies.require("c").signature(),
                        bodies.require("d").signature(),
                        bodies.require("e").signature()))
                .doesNotHaveDuplicates();
        assertThat(DagSpecs.of(dag, "C").tasks().getFirst().signature()).isEqualTo(a);
    }

    @Test
    void callbacks_are_found_where_the_nearest_place_says_them() throws Exception {
        Callback own = c -> c.xcomPush("who", "task");
        dag.defaultArgs(DefaultArgs.create().onFailure(c -> c.xcomPush("who", "default")));
        dag.onFailure(c -> c.xcomPush("who", "dag"));
        dag.task("a").run(() -> {});
        dag.task("b").run(() -> {}).onFailure(own);
        Bodies bodies = Bodies.of(dag);

        bodies.require("a").findCallback("failure").orElseThrow().call(context);
        assertThat(context.xcomPull("t", "who", String.class)).contains("default");

        bodies.findCallback("failure").orElseThrow().call(context);
        assertThat(context.xcomPull("t", "who", String.class)).contains("dag");
        assertThat(bodies.require("b").findCallback("failure")).contains(own);
        assertThat(bodies.require("a").findCallback("retry")).isEmpty();
    }

    @Nested
    class Operators {

        record Inner(String text) {}

        record Copies(
                String from,
                List<String> parts,
                Map<String, String> env,
                Inner inner,
                @Verbatim String raw) implements Action<String> {
            @Override
            public String execute(TaskContext context) {
                return String.join("|", from, parts.toString(), env.toString(), inner.text(), raw);
            }
        }

        private final Copies copies = new Copies(
                "{{ ds }}",
                List.of("a", "{{ ds }}"),
                Map.of("{{ ds }}", "{{ ds }}"),
                new Inner("in {{ ds }}"),
                "{{ ds }}");

        @Test
        void templates_are_rendered_in_every_text_but_keys_and_verbatim_ones() throws Exception {
            context.template("ds", "2026-01-01");
            dag.task("copy").use(copies);
            List<OperatorSpec> heard = new ArrayList<>();
            TaskBody body = Bodies.of(dag).require("copy");

            BodyResult result = body.run(context, body.decode(List.of()), heard::add);

            assertThat(result)
                    .isEqualTo(new BodyResult.Value(
                            "2026-01-01|[a, 2026-01-01]|{{{ ds }}=2026-01-01}|in 2026-01-01|{{ ds }}"));
            assertThat(heard).hasSize(1);
            assertThat(heard.getFirst().fields()).containsEntry("from", "\"2026-01-01\"");
        }

        @Test
        void one_made_by_a_lambda_is_rendered_too() throws Exception {
            context.template("ds", "2026-01-01");
            var uri = dag.task("uri").call(() -> "x");
            dag.task("copy", uri).use(u -> new Copies(u, List.of(), Map.of(), new Inner("{{ ds }}"), ""));

            assertThat(run("copy", "\"gs://b\"")).isEqualTo(new BodyResult.Value("gs://b|[]|{}|2026-01-01|"));
        }

        @Test
        void what_stands_in_the_graph_makes_the_same_operator_again() throws Exception {
            dag.task("copy").use(copies);
            OperatorSpec spec = DagSpecs.of(dag, "C").tasks().getFirst().operator();
            assertThat(spec).isNotNull();

            BodyResult result = OperatorRun.runBuiltIn(
                    spec, getClass().getClassLoader(), new HashMap<>(), context, BodyListener.NONE);

            assertThat(result).isEqualTo(new BodyResult.Value(copies.execute(context)));
        }

        @Test
        void an_operator_that_the_installation_lacks_says_so() {
            OperatorSpec spec = new OperatorSpec("dev.rondo.operators.NoSuch", "action", Map.of(), true);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> OperatorRun.runBuiltIn(
                            spec, getClass().getClassLoader(), new HashMap<>(), context, BodyListener.NONE))
                    .withMessageContaining("no operator dev.rondo.operators.NoSuch");
        }
    }

    @Nested
    class Sensors {

        record Never(Waiting waiting) implements TunableSensor<Void, Never> {
            @Override
            public Never withWaiting(Waiting changed) {
                return new Never(changed);
            }

            @Override
            public @Nullable Void execute(TaskContext context) {
                throw LookAgain.later()
                        .keeping(
                                1,
                                context.lookState()
                                        .map(s -> s.as(Integer.class) + 1)
                                        .orElse(1));
            }
        }

        private final Never never =
                new Never(Waiting.DEFAULT).pokeInterval(ofSeconds(30)).timeout(ofMinutes(10));

        private BodyResult look(Never sensor) throws Exception {
            return OperatorRun.run(sensor, context, BodyListener.NONE);
        }

        @Test
        void its_times_have_bounds() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> never.pokeInterval(ofSeconds(0)))
                    .withMessage("a sensor's pokeInterval is between PT1S and PT168H, not PT0S");
            assertThatIllegalArgumentException().isThrownBy(() -> LookAgain.in(ofSeconds(-1)));
        }

        @Test
        void it_looks_again_after_its_interval_with_what_it_kept() throws Exception {
            assertThat(look(never)).isEqualTo(new BodyResult.LookAgain(ofSeconds(30), new LookState(1, "1")));

            context.lookState(new LookState(1, "1")).pass(ofSeconds(30));

            assertThat(look(never)).isEqualTo(new BodyResult.LookAgain(ofSeconds(30), new LookState(1, "2")));
        }

        @Test
        void its_last_look_is_at_the_end_of_the_timeout() throws Exception {
            context.pass(ofSeconds(590));
            assertThat(look(never)).isEqualTo(new BodyResult.LookAgain(ofSeconds(10), new LookState(1, "1")));

            context.pass(ofSeconds(10));
            assertThat(look(never))
                    .isEqualTo(new BodyResult.FailWithoutRetry("waited PT10M and its timeout is PT10M", null, true));
            assertThat(look(never.softFail(true)))
                    .isEqualTo(new BodyResult.Skip("waited PT10M and its timeout is PT10M"));
        }

        @Test
        void a_growing_pause_doubles_the_time_waited_up_to_its_bound() throws Exception {
            Never growing = never.exponentialBackoff(true).maxWait(ofSeconds(100));

            assertThat(look(growing)).extracting("in").isEqualTo(ofSeconds(30));
            context.pass(ofMinutes(1));
            assertThat(look(growing)).extracting("in").isEqualTo(ofMinutes(1));
            context.pass(ofMinutes(4));
            assertThat(look(growing)).extracting("in").isEqualTo(ofSeconds(100));
        }
    }

    @Nested
    class LookStateTexts {

        @Test
        void a_state_is_stored_with_its_version() {
            LookState state = LookStates.of(2, new Model(0.5, "u"));

            String text = LookStates.toText(state);

            assertThat(text).isEqualTo("{\"version\":2,\"state\":{\"auc\":0.5,\"uri\":\"u\"}}");
            assertThat(LookStates.ofText(text).as(Model.class)).isEqualTo(new Model(0.5, "u"));
        }

        @Test
        void a_state_is_small_and_of_a_type_that_can_be_kept() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> LookAgain.later().keeping(1, "x".repeat(20_000)));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> LookAgain.later().keeping(1, new Object()));
            assertThatIllegalArgumentException().isThrownBy(() -> LookStates.ofText("[]"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> LookStates.of(1, Instant.EPOCH).as(Model.class));
        }
    }
}
