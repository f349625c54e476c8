package dev.rondo.sdk.problems;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DefaultArgs;
import dev.rondo.sdk.Problem;
import dev.rondo.sdk.ProblemCode;
import dev.rondo.sdk.internal.DagSpecs;
import dev.rondo.sdk.internal.build.CronCheck;
import java.util.List;

/** Checks a DAG as the loader does. */
final class Check {

    private Check() {}

    static List<Problem> problems(Dag dag) {
        return DagSpecs.check(dag, "com.example.TheDag", DefaultArgs.create(), CronCheck.ofForm())
                .problems();
    }

    /** The only problem there is, which is of this kind. */
    static Problem only(ProblemCode code, Dag dag) {
        List<Problem> problems = problems(dag);
        assertThat(problems).extracting(Problem::code).containsExactly(code);
        return problems.getFirst();
    }

    static void assertRight(Dag dag) {
        assertThat(problems(dag)).isEmpty();
    }
}
