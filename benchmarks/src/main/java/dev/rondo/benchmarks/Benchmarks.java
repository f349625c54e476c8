package dev.rondo.benchmarks;

import dev.rondo.benchmarks.figures.Goals;
import dev.rondo.benchmarks.figures.ResultLine;
import dev.rondo.benchmarks.scenario.Bench;
import dev.rondo.benchmarks.scenario.Scenario;
import dev.rondo.benchmarks.scenario.Scenarios;
import dev.rondo.benchmarks.server.BenchmarkException;
import dev.rondo.benchmarks.server.Surroundings;
import dev.rondo.sdk.internal.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The command behind {@code benchmarks/run}: measures the scenarios it is given, one after the other, and prints a JSON
 * object a line; in the end a table of what has goals, among the progress. Exit codes: 0 all were measured, 1 one could
 * not be, 2 wrong arguments.
 */
public final class Benchmarks {

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private static final String ALL = "all";
    private static final String APART = "--apart";

    private final Map<String, Scenario> scenarios;
    private final PrintStream out;
    private final PrintStream progress;

    Benchmarks(Map<String, Scenario> scenarios, PrintStream out, PrintStream progress) {
        this.scenarios = scenarios;
        this.out = out;
        this.progress = progress;
    }

    /**
     * Arguments: the launcher, the folder of the distribution, and scenarios by name or {@code all}; {@code --apart}
     * among them has the parts of Rondo each in a process of its own.
     */
    public static void main(String[] args) {
        Benchmarks benchmarks = new Benchmarks(Scenarios.all(), System.out, System.err);
        Surroundings surroundings =
                new Surroundings(InstantSource.system(), System::nanoTime, Thread::sleep, System.err::println);
        List<String> names = List.of(args).subList(2, args.length);
        System.exit(benchmarks.run(
                names, processes -> Bench.of(Path.of(args[0]), Path.of(args[1]), surroundings, processes)));
    }

    /** Makes the bench once it is clear that the arguments are right. */
    interface BenchMaker {
        Bench make(Bench.Processes processes) throws IOException;
    }

    int run(List<String> arguments, BenchMaker maker) {
        List<String> names = new ArrayList<>(arguments);
        Bench.Processes processes =
                names.removeAll(List.of(APART)) ? Bench.Processes.APART : Bench.Processes.STANDALONE;
        List<String> wanted = names.contains(ALL) ? inAll(processes) : names;
        List<String> wrong =
                wanted.stream().flatMap(name -> wrong(name, processes).stream()).toList();
        if (wanted.isEmpty() || !wrong.isEmpty()) {
            usage(wrong);
            return USAGE;
        }
        int code = OK;
        try (Bench bench = maker.make(processes)) {
            List<JsonObject> lines = new ArrayList<>();
            for (String name : wanted) {
                Optional<JsonObject> line = measure(name, Objects.requireNonNull(scenarios.get(name)), bench);
                line.ifPresent(lines::add);
                if (line.isEmpty()) {
                    code = FAILED;
                }
            }
            Goals.table(lines).forEach(progress::println);
        } catch (IOException e) {
            progress.println("benchmarks: the folders of the measurement cannot be made or removed: " + e);
            return FAILED;
        }
        return code;
    }

    private Optional<String> wrong(String name, Bench.Processes processes) {
        Scenario scenario = scenarios.get(name);
        if (scenario == null) {
            return Optional.of("there is no scenario '" + name + "'");
        }
        return canBe(scenario, processes)
                ? Optional.empty()
                : Optional.of("'" + name + "' has processes of its own choice; leave out " + APART);
    }

    private static boolean canBe(Scenario scenario, Bench.Processes processes) {
        return processes == Bench.Processes.STANDALONE || scenario.isAlsoApart();
    }

    private List<String> inAll(Bench.Processes processes) {
        return scenarios.entrySet().stream()
                .filter(scenario -> scenario.getValue().isInAll() && canBe(scenario.getValue(), processes))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Optional<JsonObject> measure(String name, Scenario scenario, Bench bench) {
        try {
            double load = Bench.load();
            ResultLine line = scenario.measure(bench);
            JsonObject whole = line.put("load_before", load, 2)
                    .put("load_after", Bench.load(), 2)
                    .build();
            out.println(whole.toJson());
            out.flush();
            return Optional.of(whole);
        } catch (BenchmarkException | IOException e) {
            progress.println("benchmarks: " + name + " could not be measured: " + e.getMessage());
            return Optional.empty();
        }
    }

    private void usage(List<String> wrong) {
        wrong.forEach(each -> progress.println("benchmarks: " + each));
        progress.println("usage: benchmarks/run SCENARIO... | all [" + APART + "]");
        scenarios.forEach((name, scenario) -> progress.printf("  %-15s %s%n", name, scenario.about()));
        progress.println("  " + APART + ": scheduler, DAG processor, webserver and worker in processes apart: "
                + String.join(" ", inAll(Bench.Processes.APART)));
    }
}
