package dev.rondo.benchmarks.scenario;

import dev.rondo.benchmarks.figures.ResultLine;
import dev.rondo.benchmarks.server.BenchmarkException;
import dev.rondo.benchmarks.server.DagJar;
import dev.rondo.benchmarks.server.Rest;
import dev.rondo.benchmarks.server.RondoServer;
import dev.rondo.benchmarks.server.Tables;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.storage.Bucket;
import dev.rondo.storage.BucketObject;
import dev.rondo.storage.ClientJars;
import dev.rondo.storage.server.BucketServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Random;

/** How fast 1 GB goes into a bucket and back, by tasks with a heap of 256 MB, beside a copy and the bare client. */
record BucketTransfer() implements Scenario {

    private static final int MEBIBYTES = 1_024;
    private static final int MEBIBYTE = 1 << 20;

    @Override
    public String about() {
        return MEBIBYTES + " MiB into a bucket and back in hosts of 256 MB, beside cp and the bare client; not in all";
    }

    @Override
    public boolean isInAll() {
        return false;
    }

    @Override
    public ResultLine measure(Bench bench) throws IOException {
        Path folder = bench.newFolder("transfer");
        Path file = randomFile(folder.resolve("sent"));
        Path copied = folder.resolve("copied");
        double copy = rate(bench, () -> Files.copy(file, copied, StandardCopyOption.REPLACE_EXISTING));
        Files.delete(copied);
        try (BucketServer bucket = BenchBucket.start(bench);
                RondoServer server = bench.startOnEmptyHome();
                Rest rest = server.signIn();
                Tables tables = server.tables()) {
            ResultLine line =
                    ResultLine.of("bucket-transfer").put("mib", MEBIBYTES).put("cp_mib_s", copy, 0);
            bare(bench, bucket, file, line);
            BenchBucket.connect(rest, bucket);
            DagJar.drop(bench.jar("MovesFile", Map.of("heap", 256)), server.dags(), "moves.jar");
            tables.awaitDags("moves_file", 1);
            rest.unpause("moves_file");
            String runId = rest.trigger(
                    "moves_file",
                    JsonObject.builder().put("file", file.toString()).build());
            Tables.Run run = tables.awaitRun("moves_file", runId);
            if (!run.state().equals("success") || Files.mismatch(file, Path.of(file + ".back")) >= 0) {
                throw new BenchmarkException("the file did not come back as it was; the run is " + run.state());
            }
            for (Tables.Instance each : tables.instances(run.runNo())) {
                double seconds =
                        Duration.between(each.startedAt(), each.endedAt()).toMillis() / 1e3;
                var _ = line.put("task_" + each.taskId() + "_mib_s", MEBIBYTES / seconds, 0);
            }
            return line;
        }
    }

    private static void bare(Bench bench, BucketServer server, Path file, ResultLine line) throws IOException {
        try (ClientJars jars = BenchBucket.clientJars(bench);
                Bucket bucket = BenchBucket.open(jars, server)) {
            double up = rate(bench, () -> bucket.write("bare", file, 0));
            BucketObject object = bucket.find("bare").orElseThrow();
            double down = rate(bench, () -> {
                try (InputStream in = bucket.read(object);
                        OutputStream out = Files.newOutputStream(file.resolveSibling("bare"))) {
                    return in.transferTo(out);
                }
            });
            bucket.delete(object);
            var _ = line.put("client_up_mib_s", up, 0).put("client_down_mib_s", down, 0);
        }
    }

    private interface Transfer {
        Object bring() throws IOException;
    }

    private static double rate(Bench bench, Transfer transfer) throws IOException {
        double begin = bench.surroundings().seconds();
        Object ignored = transfer.bring();
        return MEBIBYTES / (bench.surroundings().seconds() - begin);
    }

    private static Path randomFile(Path file) throws IOException {
        Random random = new Random(1);
        byte[] bytes = new byte[MEBIBYTE];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < MEBIBYTES; i++) {
                random.nextBytes(bytes);
                out.write(bytes);
            }
        }
        return file;
    }
}
