package dev.rondo.cli.deploy;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Session;
import dev.rondo.cli.api.ApiClient;
import dev.rondo.cli.output.Output.Column;
import dev.rondo.cli.output.Question;
import dev.rondo.cli.server.BucketClients;
import dev.rondo.cli.server.DefaultArguments;
import dev.rondo.cli.server.Installation;
import dev.rondo.cli.server.Place;
import dev.rondo.sdk.spec.DagSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rondo dags deploy}. */
@Command(
        name = "deploy",
        description = {
            "Checks a DAG file as the DAG processor does, shows what it changes, asks, and puts it where the server"
                    + " finds it; then waits until its DAGs are in force.",
            "Without --to it is uploaded to the server."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 its DAGs are in force, or nothing changes,",
            "            1 the file is refused, or not confirmed,",
            "            69 no DAG processor has read it in time"
        })
public final class DeployCommand implements Callable<Integer> {

    private static final long LOOK_MILLIS = 200;

    @Mixin
    private Session session = new Session();

    @Parameters(paramLabel = "FILE", description = "A .jar or .java file.")
    private Path file = Path.of("");

    @Option(
            names = "--to",
            paramLabel = "PLACE",
            description = "Puts it into this folder of this machine, or this gs://BUCKET/FOLDER; it must be one that a"
                    + " DAG processor watches, as it is named there.")
    private @Nullable String to;

    @Option(
            names = {"-y", "--yes"},
            description = "Does not ask.")
    private boolean yes;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Only checks it and shows what changes.")
    private boolean dryRun;

    @Option(
            names = "--wait-seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "How long its DAGs are waited for; 0: not at all. Default: ${DEFAULT-VALUE}")
    private int waitSeconds;

    @Override
    public Integer call() throws IOException, InterruptedException {
        DagFile deployed = DagFile.of(file);
        ApiClient api = session.api();
        try (BucketClients buckets = new BucketClients()) {
            return deploy(deployed, api, target(deployed, api, buckets));
        }
    }

    private DeployTarget target(DagFile deployed, ApiClient api, BucketClients buckets) {
        return switch (to == null ? null : Place.of("--to", to, session.environment())) {
            case null -> new ApiTarget(api);
            case Place.Folder(Path folder) -> FolderTarget.of(folder);
            case Place.InBucket there -> BucketTarget.of(there, deployed, buckets);
        };
    }

    private int deploy(DagFile deployed, ApiClient api, DeployTarget target) throws InterruptedException {
        List<DagSpec> dags = new LocalCheck(
                        Installation.ofThisProcess(), session.home(), DefaultArguments.of(session.environment()))
                .read(deployed, session.clock().instant());
        KnownFile known = KnownFile.ask(api, target.bundle(), deployed.name());
        if (target instanceof ApiTarget && !known.takesUploads()) {
            throw new CommandException(
                    ExitCode.REFUSED,
                    "the server at " + api.server() + " has no folder for DAG files: start its webserver with --dags"
                            + " FOLDER, or put the file where its DAG processor looks: --to FOLDER or"
                            + " --to gs://BUCKET/FOLDER");
        }
        if (known.is(deployed) && known.findProblem().isEmpty()) {
            session.output().rows(List.of(), columns(), "nothing changes: the server has this very file");
            return ExitCode.OK.code();
        }
        session.output()
                .rows(
                        Changes.of(api, deployed, known, dags).stream()
                                .map(Changes.Change::json)
                                .toList(),
                        columns(),
                        "no DAG or task comes, goes or becomes another; what they do may change");
        if (dryRun) {
            return ExitCode.OK.code();
        }
        if (!yes && !Question.confirms("put " + deployed.name() + " on " + target.name())) {
            session.err().println("nothing was done");
            return ExitCode.FAILED.code();
        }
        target.put(deployed);
        session.output().line(deployed.name() + " is on " + target.name());
        return waitSeconds == 0 ? ExitCode.OK.code() : await(api, target, deployed);
    }

    private static List<Column> columns() {
        return List.of(Column.of("DAG", "dag_id"), Column.of("TASK", "task_id"), Column.of("CHANGE", "change"));
    }

    private int await(ApiClient api, DeployTarget target, DagFile deployed) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        Instant end = session.clock().instant().plus(Duration.ofSeconds(waitSeconds));
        KnownFile known = KnownFile.ask(api, target.bundle(), deployed.name());
        while (!known.is(deployed)) {
            if (!session.clock().instant().isBefore(end)) {
                throw new CommandException(
                        ExitCode.UNAVAILABLE,
                        "no DAG processor of " + api.server() + " has read " + deployed.name() + " within "
                                + waitSeconds + " s; is one running, and does it watch " + target.name()
                                + "? see: rondo info");
            }
            boolean ignored = never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            known = KnownFile.ask(api, target.bundle(), deployed.name());
        }
        if (known.findProblem().isPresent()) {
            throw new CommandException(ExitCode.FAILED, known.findProblem().get());
        }
        session.output().line("in force: " + String.join(", ", known.dagIds()) + known.times());
        return ExitCode.OK.code();
    }
}
