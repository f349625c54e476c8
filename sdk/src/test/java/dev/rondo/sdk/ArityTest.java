package dev.rondo.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.sdk.fake.FakeContext;
import dev.rondo.sdk.internal.Bodies;
import dev.rondo.sdk.internal.BodyListener;
import dev.rondo.sdk.internal.BodyResult;
import dev.rondo.sdk.internal.DagSpecs;
import dev.rondo.sdk.internal.TaskBody;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every word with every number of inputs, with and without the context: arguments arrive in their order. */
class ArityTest {

    private final Dag dag = Dag.create("d");
    private final FakeContext context = new FakeContext();

    enum Answer {
        YES,
        NO
    }

    record Says(String text) implements Action<String> {
        @Override
        public String execute(TaskContext ctx) {
            return text;
        }
    }

    private static Answer yes(boolean yes) {
        return yes ? Answer.YES : Answer.NO;
    }

    private TaskRef<String> input(String id) {
        return dag.task(id).call(() -> id);
    }

    /** What each task of the DAG but the inputs gives, its inputs being their own names. */
    private List<Object> results() throws Exception {
        List<Object> results = new ArrayList<>();
        for (var task : DagSpecs.of(dag, "C").tasks()) {
            if (task.taskId().length() > 1) {
                TaskBody body = Bodies.of(dag).require(task.taskId());
                List<@Nullable String> inputs = IntStream.range(0, task.inputs().size())
                        .<@Nullable String>mapToObj(i -> "\"" + "abcdef".charAt(i) + "\"")
                        .toList();
                BodyResult result = body.run(context, body.decode(inputs), BodyListener.NONE);
                results.add(
                        switch (result) {
                            case BodyResult.Value value ->
                                value.value() == null
                                        ? context.xcomPull("t", "seen", String.class)
                                                .orElse("nothing")
                                        : value.value();
                            case BodyResult.Answer answer -> answer.constant();
                            case BodyResult.Proceed proceed -> proceed.proceed();
                            default -> result;
                        });
            }
        }
        return results;
    }

    @Test
    void a_task_with_no_input() throws Exception {
        dag.task("call").call(() -> "none");
        dag.task("call_ctx").call(ctx -> ctx.taskId());
        dag.task("run").run(() -> {});
        dag.task("run_ctx").run(ctx -> ctx.xcomPush("seen", "none"));
        dag.task("use").use(new Says("said"));
        dag.task("use_ctx").use(ctx -> new Says(ctx.taskId()));
        dag.task("choose").choose(() -> yes(true)).on(Answer.YES).on(Answer.NO);
        dag.task("choose_ctx")
                .choose(ctx -> yes(ctx.taskId().equals("t")))
                .on(Answer.YES)
                .on(Answer.NO);
        dag.task("short").shortCircuit(() -> true);
        dag.task("short_ctx").shortCircuit(ctx -> ctx.taskId().equals("t"));

        assertThat(results()).containsExactly("none", "t", "nothing", "none", "said", "t", "YES", "YES", true, true);
    }

    @Test
    void a_task_with_one_input() throws Exception {
        TaskRef<String> a = input("a");
        dag.task("call", a).call(xa -> xa);
        dag.task("call_ctx", a).call((ctx, xa) -> ctx.taskId() + xa);
        dag.task("run", a).run(xa -> assertThat(xa).isEqualTo("a"));
        dag.task("run_ctx", a).run((ctx, xa) -> ctx.xcomPush("seen", xa));
        dag.task("use", a).use(xa -> new Says(xa));
        dag.task("use_ctx", a).use((ctx, xa) -> new Says(ctx.taskId() + xa));
        dag.task("choose", a).choose(xa -> yes(xa.equals("a"))).on(Answer.YES).on(Answer.NO);
        dag.task("choose_ctx", a)
                .choose((ctx, xa) -> yes((ctx.taskId() + xa).equals("ta")))
                .on(Answer.YES)
                .on(Answer.NO);
        dag.task("short", a).shortCircuit(xa -> xa.equals("a"));
        dag.task("short_ctx", a).shortCircuit((ctx, xa) -> (ctx.taskId() + xa).equals("ta"));

        assertThat(results()).containsExactly("a", "ta", "nothing", "a", "a", "ta", "YES", "YES", true, true);
    }

    @Test
    void a_task_with_two_inputs() throws Exception {
        TaskRef<String> a = input("a");
        TaskRef<String> b = input("b");
        dag.task("call", a, b).call((xa, xb) -> xa + xb);
        dag.task("call_ctx", a, b).call((ctx, xa, xb) -> ctx.taskId() + xa + xb);
        dag.task("run", a, b).run((xa, xb) -> assertThat(xa + xb).isEqualTo("ab"));
        dag.task("run_ctx", a, b).run((ctx, xa, xb) -> ctx.xcomPush("seen", xa + xb));
        dag.task("use", a, b).use((xa, xb) -> new Says(xa + xb));
        dag.task("use_ctx", a, b).use((ctx, xa, xb) -> new Says(ctx.taskId() + xa + xb));
        dag.task("choose", a, b)
                .choose((xa, xb) -> yes((xa + xb).equals("ab")))
                .on(Answer.YES)
                .on(Answer.NO);
        dag.task("choose_ctx", a, b)
                .choose((ctx, xa, xb) -> yes((ctx.taskId() + xa + xb).equals("tab")))
                .on(Answer.YES)
                .on(Answer.NO);
        dag.task("short", a, b).shortCircuit((xa, xb) -> (xa + xb).equals("ab"));
        dag.task("short_ctx", a, b).shortCircuit((ctx, xa, xb) -> (ctx.taskId() + xa + xb).equals("tab"));

        assertThat(results()).containsExactly("ab", "tab", "nothing", "ab", "ab", "tab", "YES", "YES", true, true);
    }

    @Test
    void a_task_with_three_inputs() throws Exception {
        TaskRef<String> a = input("a");
        TaskRef<String> b = input("b");
        TaskRef<String> c = input("c");
        dag.task("call", a, b, c).call((xa, xb, xc) -> xa + xb + xc);
        dag.task("call_ctx", a, b, c).call((ctx, xa, xb, xc) -> ctx.taskId() + xa + xb + xc);
        dag.task("run", a, b, c).run((xa, xb, xc) -> assertThat(xa + xb + xc).isEqualTo("abc"));
        dag.task("run_ctx", a, b, c).run((ctx, xa, xb, xc) -> ctx.xcomPush("seen", xa + xb + xc));
        dag.task("use", a, b, c).use((xa, xb, xc) -> new Says(xa + xb + xc));
        dag.task("use_ctx", a, b, c).use((ctx, xa, xb, xc) -> new Says(ctx.taskId() + xa + xb + xc));
        dag.task("choose", a, b, c)
                .choose((xa, xb, xc) -> yes((xa + xb + xc).equals("abc")))
                .on(Answer.YES)
                .on(Answer.NO);
        dag.task("choose_ctx", a, b, c)
                .choose((ctx, xa, xb, xc) -> yes((ctx.taskId() + xa + xb + xc).equals("tabc")))
                .on(Answer.YES)
                .on(Answer.NO);
        dag.task("short", a, b, c).shortCircuit((xa, xb, xc) -> (xa + xb + xc).equals("abc"));
        dag.task("short_ctx", a, b, c).shortCircuit((ctx, xa, xb, xc) -> (ctx.taskId() + xa + xb + xc).equals("tabc"));

        assertThat(results()).containsExactly("abc", "tabc", "nothing", "abc", "abc", "tabc", "YES", "YES", true, true);
    }

    @Test
    void a_task_with_four_inputs() throws Exception {
        TaskRef<String> a = input("a");
        TaskRef<String> b = input("b");
        TaskRef<String> c = input("c");
        TaskRef<String> d = input("d");
        dag.task("call", a, b, c, d).call((xa, xb, xc, xd) -> xa + xb + xc + xd);
        dag.task("call_ctx", a, b, c, d).call((ctx, xa, xb, xc, xd) -> ctx.taskId() + xa + xb + xc + xd);
        dag.task("run", a, b, c, d)
                .run((xa, xb, xc, xd) -> assertThat(xa + xb + xc + xd).isEqualTo("abcd"));
        dag.task("run_ctx", a, b, c, d).run((ctx, xa, xb, xc, xd) -> ctx.xcomPush("seen", xa + xb + xc + xd));
        dag.task("use", a, b, c, d).use((xa, xb, xc, xd) -> new Says(xa + xb + xc + xd));
        dag.task("use_ctx", a, b, c, d).use((ctx, xa, xb, xc, xd) -> new Says(ctx.taskId() + xa + xb + xc + xd));
        dag.task("choose", a, b, c, d)
                .choose((xa, xb, xc, xd) -> yes((xa + xb + xc + xd).equals("abcd")))
                .on(Answer.YES)
                .on(Answer.NO);
        dag.task("choose_ctx", a, b, c, d)
                .choose((ctx, xa, xb, xc, xd) -> yes((ctx.taskId() + xa + xb + xc + xd).equals("tabcd")))
                .on(Answer.YES)
                .on(Answer.NO);
        dag.task("short", a, b, c, d).shortCircuit((xa, xb, xc, xd) -> (xa + xb + xc + xd).equals("abcd"));
        dag.task("short_ctx", a, b, c, d)
                .shortCircuit((ctx, xa, xb, xc, xd) -> (ctx.taskId() + xa + xb + xc + xd).equals("tabcd"));

        assertThat(results())
                .containsExactly("abcd", "tabcd", "nothing", "abcd", "abcd", "tabcd", "YES", "YES", true, true);
    }

    @Test
    void a_task_with_five_inputs() throws Exception {
        TaskRef<String> a = input("a");
        TaskRef<String> b = input("b");
        TaskRef<String> c = input("c");
        TaskRef<String> d = input("d");
        TaskRef<String> e = input("e");
        dag.task("call", a, b, c, d, e).call((xa, xb, xc, xd, xe) -> xa + xb + xc + xd + xe);
        dag.task("call_ctx", a, b, c, d, e).call((ctx, xa, xb, xc, xd, xe) -> ctx.taskId() + xa + xb + xc + xd + xe);
        dag.task("run", a, b, c, d, e)
                .run((xa, xb, xc, xd, xe) -> assertThat(xa + xb + xc + xd + xe).isEqualTo("abcde"));
        dag.task("run_ctx", a, b, c, d, e)
                .run((ctx, xa, xb, xc, xd, xe) -> ctx.xcomPush("seen", xa + xb + xc + xd + xe));
        dag.task("use", a, b, c, d, e).use((xa, xb, xc, xd, xe) -> new Says(xa + xb + xc + xd + xe));
        dag.task("use_ctx", a, b, c, d, e)
                .use((ctx, xa, xb, xc, xd, xe) -> new Says(ctx.taskId() + xa + xb + xc + xd + xe));
        dag.task("choose", a, b, c, d, e)
                .choose((xa, xb, xc, xd, xe) -> yes((xa + xb + xc + xd + xe).equals("abcde")))
                .on(Answer.YES)
                .on(Answer.NO);
        dag.task("choose_ctx", a, b, c, d, e)
                .choose((ctx, xa, xb, xc, xd, xe) -> yes((ctx.taskId() + xa + xb + xc + xd + xe).equals("tabcde")))
                .on(Answer.YES)
                .on(Answer.NO);
        dag.task("short", a, b, c, d, e).shortCircuit((xa, xb, xc, xd, xe) -> (xa + xb + xc + xd + xe).equals("abcde"));
        dag.task("short_ctx", a, b, c, d, e)
                .shortCircuit((ctx, xa, xb, xc, xd, xe) -> (ctx.taskId() + xa + xb + xc + xd + xe).equals("tabcde"));

        assertThat(results())
                .containsExactly("abcde", "tabcde", "nothing", "abcde", "abcde", "tabcde", "YES", "YES", true, true);
    }

    @Test
    void a_task_with_six_inputs() throws Exception {
        TaskRef<String> a = input("a");
        TaskRef<String> b = input("b");
        TaskRef<String> c = input("c");
        TaskRef<String> d = input("d");
        TaskRef<String> e = input("e");
        TaskRef<String> f = input("f");
        dag.task("call", a, b, c, d, e, f).call((xa, xb, xc, xd, xe, xf) -> xa + xb + xc + xd + xe + xf);
        dag.task("call_ctx", a, b, c, d, e, f)
                .call((ctx, xa, xb, xc, xd, xe, xf) -> ctx.taskId() + xa + xb + xc + xd + xe + xf);
        dag.task("run", a, b, c, d, e, f)
                .run((xa, xb, xc, xd, xe, xf) ->
                        assertThat(xa + xb + xc + xd + xe + xf).isEqualTo("abcdef"));
        dag.task("run_ctx", a, b, c, d, e, f)
                .run((ctx, xa, xb, xc, xd, xe, xf) -> ctx.xcomPush("seen", xa + xb + xc + xd + xe + xf));
        dag.task("use", a, b, c, d, e, f).use((xa, xb, xc, xd, xe, xf) -> new Says(xa + xb + xc + xd + xe + xf));
        dag.task("use_ctx", a, b, c, d, e, f)
                .use((ctx, xa, xb, xc, xd, xe, xf) -> new Says(ctx.taskId() + xa + xb + xc + xd + xe + xf));
        dag.task("choose", a, b, c, d, e, f)
                .choose((xa, xb, xc, xd, xe, xf) -> yes((xa + xb + xc + xd + xe + xf).equals("abcdef")))
                .on(Answer.YES)
                .on(Answer.NO);
        dag.task("choose_ctx", a, b, c, d, e, f)
                .choose((ctx, xa, xb, xc, xd, xe, xf) ->
                        yes((ctx.taskId() + xa + xb + xc + xd + xe + xf).equals("tabcdef")))
                .on(Answer.YES)
                .on(Answer.NO);
        dag.task("short", a, b, c, d, e, f)
                .shortCircuit((xa, xb, xc, xd, xe, xf) -> (xa + xb + xc + xd + xe + xf).equals("abcdef"));
        dag.task("short_ctx", a, b, c, d, e, f)
                .shortCircuit((ctx, xa, xb, xc, xd, xe, xf) ->
                        (ctx.taskId() + xa + xb + xc + xd + xe + xf).equals("tabcdef"));

        assertThat(results())
                .containsExactly(
                        "abcdef", "tabcdef", "nothing", "abcdef", "abcdef", "tabcdef", "YES", "YES", true, true);
    }

    @Test
    void each_with_one_input() throws Exception {
        dag.map("call", List.of("x")).call(xa -> xa);
        dag.map("call_ctx", List.of("x")).call((ctx, xa) -> ctx.taskId() + xa);
        dag.map("run", List.of("x")).run(xa -> assertThat(xa).isEqualTo("a"));
        dag.map("run_ctx", List.of("x")).run((ctx, xa) -> ctx.xcomPush("seen", xa));
        dag.map("use", List.of("x")).use(xa -> new Says(xa));
        dag.map("use_ctx", List.of("x")).use((ctx, xa) -> new Says(ctx.taskId() + xa));

        assertThat(results()).containsExactly("a", "ta", "nothing", "a", "a", "ta");
    }

    @Test
    void each_with_two_inputs() throws Exception {
        TaskRef<String> a = input("a");
        dag.map("call", List.of("x")).with(a).call((xa, xb) -> xa + xb);
        dag.map("call_ctx", List.of("x")).with(a).call((ctx, xa, xb) -> ctx.taskId() + xa + xb);
        dag.map("run", List.of("x")).with(a).run((xa, xb) -> assertThat(xa + xb).isEqualTo("ab"));
        dag.map("run_ctx", List.of("x")).with(a).run((ctx, xa, xb) -> ctx.xcomPush("seen", xa + xb));
        dag.map("use", List.of("x")).with(a).use((xa, xb) -> new Says(xa + xb));
        dag.map("use_ctx", List.of("x")).with(a).use((ctx, xa, xb) -> new Says(ctx.taskId() + xa + xb));

        assertThat(results()).containsExactly("ab", "tab", "nothing", "ab", "ab", "tab");
    }

    @Test
    void each_with_three_inputs() throws Exception {
        TaskRef<String> a = input("a");
        dag.map("call", List.of("x")).with(a).with(a).call((xa, xb, xc) -> xa + xb + xc);
        dag.map("call_ctx", List.of("x")).with(a).with(a).call((ctx, xa, xb, xc) -> ctx.taskId() + xa + xb + xc);
        dag.map("run", List.of("x"))
                .with(a)
                .with(a)
                .run((xa, xb, xc) -> assertThat(xa + xb + xc).isEqualTo("abc"));
        dag.map("run_ctx", List.of("x")).with(a).with(a).run((ctx, xa, xb, xc) -> ctx.xcomPush("seen", xa + xb + xc));
        dag.map("use", List.of("x")).with(a).with(a).use((xa, xb, xc) -> new Says(xa + xb + xc));
        dag.map("use_ctx", List.of("x"))
                .with(a)
                .with(a)
                .use((ctx, xa, xb, xc) -> new Says(ctx.taskId() + xa + xb + xc));

        assertThat(results()).containsExactly("abc", "tabc", "nothing", "abc", "abc", "tabc");
    }

    @Test
    void each_with_four_inputs() throws Exception {
        TaskRef<String> a = input("a");
        dag.map("call", List.of("x")).with(a).with(a).with(a).call((xa, xb, xc, xd) -> xa + xb + xc + xd);
        dag.map("call_ctx", List.of("x"))
                .with(a)
                .with(a)
                .with(a)
                .call((ctx, xa, xb, xc, xd) -> ctx.taskId() + xa + xb + xc + xd);
        dag.map("run", List.of("x"))
                .with(a)
                .with(a)
                .with(a)
                .run((xa, xb, xc, xd) -> assertThat(xa + xb + xc + xd).isEqualTo("abcd"));
        dag.map("run_ctx", List.of("x"))
                .with(a)
                .with(a)
                .with(a)
                .run((ctx, xa, xb, xc, xd) -> ctx.xcomPush("seen", xa + xb + xc + xd));
        dag.map("use", List.of("x")).with(a).with(a).with(a).use((xa, xb, xc, xd) -> new Says(xa + xb + xc + xd));
        dag.map("use_ctx", List.of("x"))
                .with(a)
                .with(a)
                .with(a)
                .use((ctx, xa, xb, xc, xd) -> new Says(ctx.taskId() + xa + xb + xc + xd));

        assertThat(results()).containsExactly("abcd", "tabcd", "nothing", "abcd", "abcd", "tabcd");
    }

    @Test
    void each_with_five_inputs() throws Exception {
        TaskRef<String> a = input("a");
        dag.map("call", List.of("x"))
                .with(a)
                .with(a)
                .with(a)
                .with(a)
                .call((xa, xb, xc, xd, xe) -> xa + xb + xc + xd + xe);
        dag.map("call_ctx", List.of("x"))
                .with(a)
                .with(a)
                .with(a)
                .with(a)
                .call((ctx, xa, xb, xc, xd, xe) -> ctx.taskId() + xa + xb + xc + xd + xe);
        dag.map("run", List.of("x"))
                .with(a)
                .with(a)
                .with(a)
                .with(a)
                .run((xa, xb, xc, xd, xe) -> assertThat(xa + xb + xc + xd + xe).isEqualTo("abcde"));
        dag.map("run_ctx", List.of("x"))
                .with(a)
                .with(a)
                .with(a)
                .with(a)
                .run((ctx, xa, xb, xc, xd, xe) -> ctx.xcomPush("seen", xa + xb + xc + xd + xe));
        dag.map("use", List.of("x"))
                .with(a)
                .with(a)
                .with(a)
                .with(a)
                .use((xa, xb, xc, xd, xe) -> new Says(xa + xb + xc + xd + xe));
        dag.map("use_ctx", List.of("x"))
                .with(a)
                .with(a)
                .with(a)
                .with(a)
                .use((ctx, xa, xb, xc, xd, xe) -> new Says(ctx.taskId() + xa + xb + xc + xd + xe));

        assertThat(results()).containsExactly("abcde", "tabcde", "nothing", "abcde", "abcde", "tabcde");
    }

    @Test
    void each_with_six_inputs() throws Exception {
        TaskRef<String> a = input("a");
        dag.map("call", List.of("x"))
                .with(a)
                .with(a)
                .with(a)
                .with(a)
                .with(a)
                .call((xa, xb, xc, xd, xe, xf) -> xa + xb + xc + xd + xe + xf);
        dag.map("call_ctx", List.of("x"))
                .with(a)
                .with(a)
                .with(a)
                .with(a)
                .with(a)
                .call((ctx, xa, xb, xc, xd, xe, xf) -> ctx.taskId() + xa + xb + xc + xd + xe + xf);
        dag.map("run", List.of("x"))
                .with(a)
                .with(a)
                .with(a)
                .with(a)
                .with(a)
                .run((xa, xb, xc, xd, xe, xf) ->
                        assertThat(xa + xb + xc + xd + xe + xf).isEqualTo("abcdef"));
        dag.map("run_ctx", List.of("x"))
                .with(a)
                .with(a)
                .with(a)
                .with(a)
                .with(a)
                .run((ctx, xa, xb, xc, xd, xe, xf) -> ctx.xcomPush("seen", xa + xb + xc + xd + xe + xf));
        dag.map("use", List.of("x"))
                .with(a)
                .with(a)
                .with(a)
                .with(a)
                .with(a)
                .use((xa, xb, xc, xd, xe, xf) -> new Says(xa + xb + xc + xd + xe + xf));
        dag.map("use_ctx", List.of("x"))
                .with(a)
                .with(a)
                .with(a)
                .with(a)
                .with(a)
                .use((ctx, xa, xb, xc, xd, xe, xf) -> new Says(ctx.taskId() + xa + xb + xc + xd + xe + xf));

        assertThat(results()).containsExactly("abcdef", "tabcdef", "nothing", "abcdef", "abcdef", "tabcdef");
    }
}
