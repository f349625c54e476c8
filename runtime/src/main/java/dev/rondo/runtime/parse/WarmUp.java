package dev.rondo.runtime.parse;

import dev.rondo.core.protocol.Wire;
import dev.rondo.core.timetable.CronExpression;
import dev.rondo.core.timetable.Timetables;
import dev.rondo.runtime.jar.Sha256;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DefaultArgs;
import dev.rondo.sdk.internal.DagSpecs;
import dev.rondo.sdk.internal.SpecJson;
import java.util.List;

/**
 * Reads a DAG of our own, so that the classes that every parse needs are loaded and linked before there is a file. Also
 * what an AOT cache for parsers is trained with.
 */
final class WarmUp {

    private WarmUp() {}

    static void run() {
        Dag dag = Dag.create("warm_up").schedule("@daily").startDate("2026-01-01");
        var first = dag.task("first").call(() -> "rows");
        dag.task("second", first).run(rows -> {});
        DagSpecs.Checked checked =
                DagSpecs.check(dag, WarmUp.class.getName(), DefaultArgs.create(), CronExpression::problemOf);
        String graph = SpecJson.write(checked.spec().orElseThrow());
        byte[] ignored = new Wire()
                .encode(new ParseResult.Parsed(List.of(new ParseResult.ParsedDag(
                        "warm_up",
                        WarmUp.class.getName(),
                        graph,
                        Sha256.of(graph.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                        List.of(),
                        Timetables.Stored.NOTHING,
                        null))));
    }
}
