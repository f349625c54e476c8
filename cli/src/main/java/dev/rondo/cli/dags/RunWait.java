package dev.rondo.cli.dags;

import dev.rondo.cli.api.ApiClient;
import dev.rondo.cli.api.Paths;
import dev.rondo.cli.output.Output;
import dev.rondo.sdk.internal.json.JsonObject;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for the end of a run, by looking at it. */
final class RunWait {

    private static final Set<String> OVER = Set.of("success", "failed");

    // Quick at first, for runs of a moment; then slow enough to be no load.
    private static final long FIRST_MILLIS = 50;
    private static final long MOST_MILLIS = 2_000;

    private final ApiClient api;
    private final String path;

    RunWait(ApiClient api, String dagId, String runId) {
        this.api = api;
        this.path = Paths.run(dagId, runId);
    }

    /** The run when it is over. */
    JsonObject untilOver() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long pause = FIRST_MILLIS;
        while (true) {
            JsonObject run = api.get(path);
            if (OVER.contains(Output.text(run.get("state")))) {
                return run;
            }
            boolean ignored = never.await(pause, TimeUnit.MILLISECONDS);
            pause = Math.min(pause * 2, MOST_MILLIS);
        }
    }
}
