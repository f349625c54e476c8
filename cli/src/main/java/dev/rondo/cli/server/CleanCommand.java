package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.Dates;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.output.FormOption;
import dev.rondo.cli.output.Output;
import dev.rondo.cli.output.Output.Column;
import dev.rondo.cli.output.Question;
import dev.rondo.metadata.blob.UnusedBlobs;
import dev.rondo.metadata.command.Change;
import dev.rondo.metadata.control.LogRemoval;
import dev.rondo.metadata.control.OldRuns;
import dev.rondo.metadata.partition.PartitionStore;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rondo db clean}. */
@Command(
        name = "clean",
        description = {
            "Deletes runs that ended before a moment, with their instances, tries, XComs and logs; and jars and large"
                    + " XComs of the storage that nothing refers to any more for a day.",
            "Kept all the same: the newest run of each DAG, the run before one that is not over, runs of a backfill that"
                    + " is not completed, and runs with a callback to come. Servers may go on meanwhile."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 done, or nothing to do, 1 not confirmed,",
            "            69 the database does not answer,",
            "            73 a log or file of the storage cannot be removed; what was deleted before it is deleted"
        })
final class CleanCommand implements Callable<Integer> {

    private static final long KIB = 1024;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = "--clean-before-timestamp",
            required = true,
            paramLabel = "DATE",
            description = "Runs that ended before it: 2026-01-31, or with a time; UTC where no offset is given.")
    private String before = "";

    @Option(names = "--dag-ids", split = ",", paramLabel = "DAG", description = "Of these DAGs only. Default: of all.")
    private Set<String> dagIds = new LinkedHashSet<>();

    @Option(
            names = {"-n", "--dry-run"},
            description = "Only lists how many there are.")
    private boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "Does not ask.")
    private boolean yes;

    @Mixin
    private FormOption form = new FormOption();

    @Override
    public Integer call() {
        ServerLog.quiet();
        OldRuns.Choice choice = new OldRuns.Choice(Instant.parse(Dates.instant(before)), dagIds);
        Output output = new Output(spec.commandLine().getOut(), form.form());
        Storage.Settings settings = DbCommand.settings(spec, server);
        DbCommand.requireSome(settings);
        try (Storage storage = Storage.open(settings)) {
            OldRuns runs = new OldRuns(storage.transactions());
            LogRemoval logs = new LogRemoval(storage.transactions(), storage.logs());
            UnusedBlobs blobs = new UnusedBlobs(storage.transactions(), storage.blobs());
            List<OldRuns.Found> found = runs.find(choice);
            output.rows(found.stream().map(CleanCommand::json).toList(), columns(), "no runs to delete");
            int all = found.stream().mapToInt(OldRuns.Found::runs).sum();
            UnusedBlobs.Some unused = of(blobs::find);
            if (unused.blobs() > 0) {
                output.line(words(unused) + " of the storage that nothing refers to");
            }
            if ((all == 0 && unused.blobs() == 0) || dryRun) {
                return ExitCode.OK.code();
            }
            if (!yes && !Question.confirms("delete " + words(all, unused) + " for good")) {
                spec.commandLine().getErr().println("nothing was deleted");
                return ExitCode.FAILED.code();
            }
            LocalAudit.write(spec, storage, "CleanDatabase", asked(choice), going(found, unused));
            if (all > 0) {
                output.line(delete(runs, logs, choice) + " runs deleted");
                int ignored = new PartitionStore(storage.transactions()).dropUnused();
            }
            if (unused.blobs() > 0) {
                output.line(words(of(blobs::clear)) + " of the storage deleted");
            }
        }
        return ExitCode.OK.code();
    }

    private static JsonObject asked(OldRuns.Choice choice) {
        return JsonObject.builder()
                .put("clean_before_timestamp", choice.before().toString())
                .put(
                        "dag_ids",
                        JsonArray.ofStrings(choice.dagIds().stream().sorted().toList()))
                .build();
    }

    /** Told before it goes: of a clean that ends half way the record must know, too. */
    private static Change going(List<OldRuns.Found> found, UnusedBlobs.Some unused) {
        JsonObject.Builder runs = JsonObject.builder();
        found.forEach(each -> runs.put(each.dagId(), each.runs()));
        JsonObject going = JsonObject.builder()
                .put("runs", runs.build())
                .put("files", unused.blobs())
                .build();
        return new Change(going, null);
    }

    private static UnusedBlobs.Some of(Supplier<UnusedBlobs.Some> step) {
        try {
            return step.get();
        } catch (UncheckedIOException e) {
            throw new CommandException(ExitCode.CANT_CREATE, String.valueOf(e.getMessage()), e);
        }
    }

    private static String words(int runs, UnusedBlobs.Some unused) {
        return Stream.of(runs > 0 ? runs + " runs" : "", unused.blobs() > 0 ? words(unused) : "")
                .filter(each -> !each.isEmpty())
                .collect(Collectors.joining(" and "));
    }

    private static String words(UnusedBlobs.Some some) {
        return some.blobs() + " files (" + (some.bytes() + KIB - 1) / KIB + " KiB)";
    }

    private static int delete(OldRuns runs, LogRemoval logs, OldRuns.Choice choice) {
        int all = 0;
        try {
            int some;
            do {
                some = runs.delete(choice, OldRuns.AT_ONCE);
                all += some;
                int ignored = logs.pass(Integer.MAX_VALUE);
            } while (some == OldRuns.AT_ONCE);
            return all;
        } catch (UncheckedIOException e) {
            throw new CommandException(
                    ExitCode.CANT_CREATE, all + " runs deleted, then it ended: " + e.getMessage(), e);
        }
    }

    private static JsonObject json(OldRuns.Found found) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put("dag_id", new JsonString(found.dagId()));
        members.put("runs", JsonNumber.of(found.runs()));
        members.put("first_run_after", new JsonString(found.first().toString()));
        members.put("last_run_after", new JsonString(found.last().toString()));
        return JsonObject.of(members);
    }

    private static List<Column> columns() {
        return List.of(
                Column.of("DAG", "dag_id"),
                Column.of("RUNS", "runs"),
                Column.of("FIRST", "first_run_after"),
                Column.of("LAST", "last_run_after"));
    }
}
