package dev.rondo.benchmarks.scenario;

import dev.rondo.benchmarks.figures.ResultLine;
import dev.rondo.benchmarks.server.DagJar;
import dev.rondo.benchmarks.server.Rest;
import dev.rondo.benchmarks.server.RondoServer;
import dev.rondo.benchmarks.server.Tables;
import dev.rondo.storage.server.BucketServer;
import java.io.IOException;
import java.util.Map;

/** What 1,000 sensors cost that wait for objects of one folder of a bucket and look every 30 seconds. */
record BucketSensors() implements Scenario {

    private static final int SENSORS = 1_000;

    @Override
    public String about() {
        return SENSORS + " sensors for objects of one folder that look every " + Sensors.INTERVAL.toSeconds()
                + " s: CPU of one core, without the bucket's";
    }

    @Override
    public ResultLine measure(Bench bench) throws IOException {
        try (BucketServer bucket = BenchBucket.start(bench);
                RondoServer server = bench.startOnEmptyHome();
                Rest rest = server.signIn();
                Tables tables = server.tables()) {
            BenchBucket.connect(rest, bucket);
            String dagId = "waits_for_" + SENSORS;
            Map<String, Integer> sizes = Map.of("sensors", SENSORS, "seconds", (int) Sensors.INTERVAL.toSeconds());
            DagJar.drop(bench.jar("WaitsForObjects", sizes), server.dags(), dagId + ".jar");
            tables.awaitDags(dagId, 1);
            rest.unpause(dagId);
            String triggered = rest.trigger(dagId);
            bench.surroundings().progress().say("bucket-sensors: " + triggered);
            return Sensors.watch(bench, server, tables, "bucket-sensors", dagId, SENSORS);
        }
    }
}
