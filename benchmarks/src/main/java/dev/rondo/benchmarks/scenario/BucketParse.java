package dev.rondo.benchmarks.scenario;

import dev.rondo.benchmarks.figures.ResultLine;
import dev.rondo.benchmarks.figures.Spread;
import dev.rondo.benchmarks.server.BenchmarkException;
import dev.rondo.benchmarks.server.Rest;
import dev.rondo.benchmarks.server.RondoServer;
import dev.rondo.storage.Bucket;
import dev.rondo.storage.BucketObject;
import dev.rondo.storage.ClientJars;
import dev.rondo.storage.server.BucketServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** From the moment at which the upload of a new jar begins until the API shows its DAG. */
record BucketParse() implements Scenario {

    private static final int FILES = 20;

    // The next listing comes two seconds after the last: each jar is to meet another moment of that time.
    private static final Duration BETWEEN_LISTINGS = Duration.ofSeconds(2);

    private static final Duration LOOK = Duration.ofMillis(20);

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Override
    public String about() {
        return "a new jar written into a bucket until the API shows its DAG, " + FILES + " of them";
    }

    @Override
    public ResultLine measure(Bench bench) throws IOException {
        try (BucketServer served = BenchBucket.start(bench);
                ClientJars jars = BenchBucket.clientJars(bench);
                Bucket bucket = BenchBucket.open(jars, served);
                RondoServer server = bench.startWithBucket(served, "--dags", "gs://" + BenchBucket.NAME + "/dags");
                Rest rest = server.signIn()) {
            bench.awaitCaches();
            Random random = new Random(1);
            List<Double> lags = new ArrayList<>();
            for (int number = 0; number < FILES; number++) {
                Path jar = bench.jar("Dropped", Map.of("number", number));
                bench.surroundings().sleep(BETWEEN_LISTINGS.plusMillis(random.nextLong(BETWEEN_LISTINGS.toMillis())));
                double begin = bench.surroundings().seconds();
                BucketObject ignored = bucket.write("dags/Dropped" + number + ".jar", jar, 0);
                awaitDag(bench, rest, "dropped_%05d".formatted(number), begin);
                lags.add(1000 * (bench.surroundings().seconds() - begin));
            }
            return ResultLine.of("bucket-parse").put("files", FILES).put("lag_ms", Spread.of(lags));
        }
    }

    private static void awaitDag(Bench bench, Rest rest, String dagId, double begin) {
        while (!rest.isThere("/api/v2/dags/" + dagId)) {
            if (bench.surroundings().seconds() - begin > PATIENCE.toSeconds()) {
                throw new BenchmarkException(dagId + " is not visible after " + PATIENCE);
            }
            bench.surroundings().sleep(LOOK);
        }
    }
}
