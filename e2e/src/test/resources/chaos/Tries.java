package ex;

import static ex.Bodies.count;
import static ex.Bodies.digest;
import static ex.Bodies.sum;
import static ex.Bodies.task;
import static ex.Bodies.tellOfRuns;
import static ex.Bodies.text;
import static ex.Bodies.told;
import static ex.Bodies.work;

import dev.rondo.sdk.Action;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.LookAgain;
import dev.rondo.sdk.Sensor;
import dev.rondo.sdk.TaskContext;
import dev.rondo.sdk.TypeOf;
import ex.Bodies.Work;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** DAGs that differ by what becomes of a task, and who is told of it. */
public final class Tries {

    private Tries() {}

    public record Looks(int times) implements Sensor<String> {
        @Override
        public String execute(TaskContext ctx) throws Exception {
            int before = ctx.lookState().map(state -> state.as(Integer.class)).orElse(0);
            work(ctx, new Work(0, 0, "look"));
            if (before < times) {
                throw LookAgain.in(Duration.ofMillis(200)).keeping(1, before + 1);
            }
            return "seen";
        }
    }

    static void sensor(Dag dag, int rank) {
        var wait = dag.task("wait").use(new Looks(2 + rank % 3));
        wait.then(task(dag, "then", Work.SHORT));
    }

    static void retries(Dag dag, int rank) {
        tellOfRuns(dag);
        var again = task(dag, "again", Work.failing(2))
                .retries(2)
                .retryDelay(Duration.ofMillis(300))
                .onRetry(ctx -> told(ctx, "again-retry"))
                .onSuccess(ctx -> told(ctx, "again-success"));
        var never = task(dag, "never", Work.failing(9))
                .retries(1 + rank % 2)
                .retryDelay(Duration.ofMillis(300))
                .onRetry(ctx -> told(ctx, "never-retry"))
                .onFailure(ctx -> told(ctx, "never-failure"));
        task(dag, "slower", Work.failing(3))
                .retries(3)
                .retryDelay(Duration.ofSeconds(1))
                .retryBackoff(2)
                .maxRetryDelay(Duration.ofSeconds(3));
        task(dag, "hopeless", new Work(0, 1, "hopeless"))
                .retries(2)
                .retryDelay(Duration.ofMillis(300))
                .onRetry(ctx -> told(ctx, "hopeless-retry"))
                .onFailure(ctx -> told(ctx, "hopeless-failure"));
        again.then(task(dag, "follows", Work.SHORT));
        never.then(task(dag, "upstream_failed", Work.SHORT));
    }

    static void timeouts(Dag dag, int rank) {
        task(dag, "slow", new Work(30_000, 0, "ok")).executionTimeout(Duration.ofSeconds(1));
        var second = dag.task("second").run(ctx ->
                work(ctx, new Work(ctx.tryNumber() == 1 ? 30_000 : 20, 0, "ok")))
                .executionTimeout(Duration.ofSeconds(1)).retries(1).retryDelay(Duration.ofMillis(50));
        second.then(task(dag, "then", Work.SHORT));
    }

    static void runTimeout(Dag dag, int rank) {
        dag.dagrunTimeout(Duration.ofSeconds(3));
        task(dag, "quick", Work.SHORT);
        task(dag, "long", new Work(120_000, 0, "ok")).then(task(dag, "never", Work.SHORT));
    }

    record Answer(boolean push) {}

    static void approved(Dag dag) {
        var ask = dag.approve("ask", new Answer(false)).executionTimeout(Duration.ofSeconds(3));
        dag.task("push", ask).run((ctx, answer) -> work(ctx, new Work(0, 0, answer.push() ? "yes" : "no")));
    }

    // Of every other DAG the first try of the first task fails, and nothing but a clear helps.
    static void cleared(Dag dag, int rank) {
        var a = dag.task("a").call(ctx -> {
            work(ctx, Work.failing(rank % 2));
            return List.of(1, 2, 3);
        }).returns(new TypeOf<List<Integer>>() {});
        var each = dag.map("b", a).call((ctx, n) -> count(ctx, n));
        dag.task("c", each).call((ctx, all) -> sum(ctx, all));
    }

    // Long enough for a mark to come before, while and after the first one runs.
    static void marked(Dag dag) {
        tellOfRuns(dag);
        var each = dag.map("each", List.of(1, 2, 3)).run((ctx, n) -> work(ctx, new Work(600, 0, "ok")));
        each.then(task(dag, "all", Work.SHORT));
        var a = task(dag, "a", new Work(2000, 0, "ok"));
        var b = task(dag, "b", Work.SHORT);
        a.then(b);
        b.then(task(dag, "c", Work.SHORT));
    }

    record Letter(String greeting) {}

    /** Says whether its text is what the run makes of the template. */
    public record Shown(String text, String greeting) implements Action<String> {
        @Override
        public String execute(TaskContext ctx) throws Exception {
            String expected = ctx.dagId() + " " + ctx.runId() + " " + ctx.taskId() + " " + ctx.mapIndex() + " "
                    + ctx.tryNumber();
            boolean right = text.equals(expected) && greeting.equals("DEAR");
            work(ctx, new Work(0, 1, right ? "ok" : "wrong"));
            return text;
        }
    }

    static void templated(Dag dag) {
        dag.params(new Letter("dear"));
        dag.task("shown")
                .use(new Shown(
                        "{{ dag.dag_id }} {{ run_id }} {{ ti.task_id }} {{ ti.map_index }} {{ ti.try_number }}",
                        "{{ params.greeting | upper }}"))
                .retries(1)
                .retryDelay(Duration.ofMillis(50));
    }

    // What each says that it wrote, what is below says that it was given.
    private static String write(TaskContext ctx, int length, int failures) throws Exception {
        String text = text(length);
        String report = text(length);
        ctx.xcomPush("report", report);
        work(ctx, Work.failing(failures), digest(text) + "+" + digest(report));
        return text;
    }

    private static void read(TaskContext ctx, String text) throws Exception {
        String report = ctx.xcomPull("write", "report", String.class).orElse("");
        work(ctx, Work.SHORT, digest(text) + "+" + digest(report));
    }

    private static String digests(List<String> texts) {
        return texts.stream().map(Bodies::digest).collect(Collectors.joining("+"));
    }

    private static List<String> list(TaskContext ctx) throws Exception {
        List<String> texts = List.of(text(20_000), text(30_000), text(40_000));
        work(ctx, Work.SHORT, digests(texts));
        return texts;
    }

    private static String other(TaskContext ctx, String text) throws Exception {
        String other = text(25_000);
        work(ctx, Work.SHORT, digest(text) + "/" + digest(other));
        return other;
    }

    // All are too large to be told with the end of a try.
    static void large(Dag dag, int rank) {
        int length = 20_000 << 2 * (rank % 4);
        var write = dag.task("write")
                .call(ctx -> write(ctx, length, rank % 2))
                .retries(1)
                .retryDelay(Duration.ofMillis(50));
        dag.task("read", write).run((ctx, text) -> read(ctx, text));
        var list = dag.task("list").call(ctx -> list(ctx)).returns(new TypeOf<List<String>>() {});
        var each = dag.map("each", list).call((ctx, text) -> other(ctx, text));
        dag.task("all", each).run((ctx, texts) -> work(ctx, Work.SHORT, digests(texts)));
    }
}
