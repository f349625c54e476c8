package dev.rondo.dags.guide;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Of the chapter on testing DAGs. */
public final class Readings implements DagDefinition {

    enum Verdict {
        FINE,
        TOO_HOT
    }

    public record Summary(int count, int highest) {}

    static List<Integer> read() {
        return IntStream.range(0, 24).map(hour -> hour % 7).boxed().toList();
    }

    static Summary summarize(List<Integer> values) {
        return new Summary(values.size(), Collections.max(values));
    }

    @Override
    public Dag define() {
        Dag dag = Dag.create("readings").schedule("@daily").startDate("2026-01-01");
        var values = dag.task("read").call(Readings::read).retries(1);
        var summary = dag.task("summarize", values).call(Readings::summarize);
        var verdict = dag.task("judge", summary).choose(s -> s.highest() > 30 ? Verdict.TOO_HOT : Verdict.FINE);
        var alarm = dag.task("alarm").run(() -> System.out.println("it burns"));
        var store = dag.task("store", summary).run((ctx, s) -> System.out.println(ctx.variable("bucket") + ": " + s));
        verdict.on(Verdict.TOO_HOT, alarm).on(Verdict.FINE, store);
        return dag;
    }
}
