package dev.rondo.benchmarks.scenario;

import dev.rondo.benchmarks.figures.ResultLine;
import dev.rondo.benchmarks.figures.Spread;
import dev.rondo.benchmarks.server.BenchmarkException;
import dev.rondo.benchmarks.server.DagJar;
import dev.rondo.benchmarks.server.Rest;
import dev.rondo.benchmarks.server.RondoServer;
import dev.rondo.benchmarks.server.Tables;
import dev.rondo.storage.Bucket;
import dev.rondo.storage.ClientJars;
import dev.rondo.storage.server.BucketServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** How long after it was said a line of a log is seen by who follows it, and lies in the bucket. */
record Tail() implements Scenario {

    private static final int LINES = 300;

    private static final int MILLIS_BETWEEN = 100;

    private static final String DAG = "talks";

    @Override
    public String about() {
        return "a task that says its time each " + MILLIS_BETWEEN
                + " ms: when its lines come to who follows them, from a folder and a bucket";
    }

    @Override
    public ResultLine measure(Bench bench) throws IOException {
        ResultLine line = ResultLine.of("tail").put("lines", LINES);
        try (RondoServer server = bench.startOnEmptyHome()) {
            bench.awaitCaches();
            var _ = line.put("folder_ms", follow(bench, server));
        }
        try (BucketServer served = BenchBucket.start(bench);
                ClientJars jars = BenchBucket.clientJars(bench);
                Bucket bucket = BenchBucket.open(jars, served);
                RondoServer server = bench.startWithBucket(served, "--storage", "gs://" + BenchBucket.NAME + "/kept");
                StoredLines stored = StoredLines.watch(bench, bucket, "kept/logs/")) {
            return line.put("bucket_ms", follow(bench, server)).put("stored_ms", stored.spread());
        }
    }

    private static Spread follow(Bench bench, RondoServer server) throws IOException {
        try (Rest rest = server.signIn();
                Tables tables = server.tables()) {
            DagJar.drop(
                    bench.jar("Talks", Map.of("lines", LINES, "millis", MILLIS_BETWEEN)), server.dags(), DAG + ".jar");
            tables.awaitDags(DAG, 1);
            rest.unpause(DAG);
            String runId = rest.trigger(DAG);
            tables.awaitAnyTask(DAG);
            SaidLines said = new SaidLines(bench.surroundings().clock());
            said.readAll(rest.events("/api/v2/dags/" + DAG + "/dagRuns/"
                    + URLEncoder.encode(runId, StandardCharsets.UTF_8) + "/taskInstances/talk/logs/1"));
            if (said.last() != LINES - 1) {
                throw new BenchmarkException("the log ended with line " + said.last() + " of " + LINES);
            }
            return said.spread();
        }
    }
}
