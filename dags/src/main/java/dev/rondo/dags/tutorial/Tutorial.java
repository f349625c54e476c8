package dev.rondo.dags.tutorial;

// 1. IMPORTS. A DAG is a Java class, and its tasks are Java code: anything on the class path may be used. From Rondo it
//    needs `dev.rondo.sdk` and, for ready-made tasks, a family of operators.
import static java.time.Duration.ofSeconds;

import dev.rondo.operators.standard.BashOperator;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import dev.rondo.sdk.DefaultArgs;
import dev.rondo.sdk.Schedule;
import dev.rondo.sdk.TaskContext;
import java.util.Random;

/**
 * A lesson in one file: measures pi each day by throwing darts at a square, and says whether it came close.
 *
 * <p>Try it: {@code rondo dags unpause tutorial}, then {@code rondo dags trigger tutorial}. Then copy this file, give
 * class and DAG another name, put it into the dags folder, and see it in the page a second later, and again each time
 * you save it.
 */
public final class Tutorial implements DagDefinition {

    // What tasks hand to each other are small values: records, enums, numbers, texts, dates, lists of them. Rondo keeps
    // them (XComs), shows them in the page, and checks at load time that it can.
    record Darts(int thrown, int hits) {}

    record Estimate(double pi, double error) {}

    enum Verdict {
        CLOSE,
        FAR
    }

    // What a run may be told otherwise: rondo dags trigger tutorial --conf '{"darts": 5000}'. The values
    // given below are the defaults, and what the record's constructor refuses, no run gets.
    record Params(int darts) {
        Params {
            if (darts < 1 || darts > 10_000_000) {
                throw new IllegalArgumentException("darts must be 1 to 10000000, was " + darts);
            }
        }
    }

    // 2. DEFAULT ARGUMENTS. Options for every task of the DAG. A task may say otherwise; the nearest one wins.
    private static final DefaultArgs DEFAULT_ARGS =
            DefaultArgs.create().owner("you").retries(1).retryDelay(ofSeconds(5));

    @Override
    public Dag define() {
        // 3. INSTANTIATION. The DAG has a name, says when it runs, and from which day on. `dataInterval`
        //    makes runs that cover a day and begin when it is over. Without catchup, days missed are left out.
        Dag dag = Dag.create("tutorial")
                .description("A lesson: pi by throwing darts")
                .schedule(Schedule.dataInterval("@daily"))
                .startDate("2026-01-01")
                .catchup(false)
                .defaultArgs(DEFAULT_ARGS)
                .tags("example");
        var params = dag.params(new Params(40_000));

        // 4. TASKS. `task(id, inputs…)` names a task and what it receives; the next word says what it does:
        //    `use` takes an operator (the text in braces is a template, filled in for each run),
        var hello = dag.task("say_hello").use(BashOperator.of("echo \"This is {{ run_id }}\""));

        //    `call` runs a method or lambda that returns a value,
        var darts = dag.task("throw_darts", params).call(Tutorial::throwDarts);

        //    and a task that receives another's value depends on it: no more needs to be said,
        var estimate = dag.task("estimate", darts).call(Tutorial::estimate);

        //    `choose` answers with a constant of an enum, and so picks a way,
        var verdict = dag.task("how_close", estimate).choose(e -> e.error() < 0.01 ? Verdict.CLOSE : Verdict.FAR);

        //    and `run` runs something that returns nothing. What it prints is in the log of the task.
        var cheer = dag.task("cheer", estimate).run(e -> System.out.println("pi is about " + e.pi()));
        var advise = dag.task("advise", estimate, params)
                .run((e, p) -> System.out.println("off by " + e.error() + " with " + p.darts() + " darts: throw more"))
                .retries(0); // said here, it goes over the default arguments

        // 5. DEPENDENCIES. Those that the data does not tell: `a.then(b)` lets b start after a, and `on` says
        //    where each answer of a branch leads. The way that is not chosen is skipped.
        hello.then(darts);
        verdict.on(Verdict.CLOSE, cheer).on(Verdict.FAR, advise);
        return dag;
    }

    // The work itself is plain Java, and a plain unit test can call it. The context, if a body asks for it, knows
    // the run: its date, its log, its variables. A task that is repeated should do the same again: so chance begins
    // with the name of the run here, and not with the clock.
    static Darts throwDarts(TaskContext ctx, Params params) {
        var random = new Random(ctx.runId().hashCode());
        int hits = 0;
        for (int i = 0; i < params.darts(); i++) {
            double x = random.nextDouble();
            double y = random.nextDouble();
            if (x * x + y * y < 1) {
                hits++;
            }
        }
        return new Darts(params.darts(), hits);
    }

    static Estimate estimate(Darts darts) {
        double pi = 4.0 * darts.hits() / darts.thrown();
        return new Estimate(pi, Math.abs(pi - Math.PI));
    }
}
