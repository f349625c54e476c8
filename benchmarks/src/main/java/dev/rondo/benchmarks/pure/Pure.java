package dev.rondo.benchmarks.pure;

import dev.rondo.benchmarks.figures.ResultLine;
import dev.rondo.benchmarks.figures.Spread;
import dev.rondo.benchmarks.scenario.Bench;
import dev.rondo.benchmarks.scenario.Scenario;
import dev.rondo.benchmarks.server.BenchmarkException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/** What the state machine takes alone, without processes and without a database. */
public final class Pure implements Scenario {

    private static final double MEDIAN = 50;
    private static final double NINETEEN_OF_TWENTY = 95;

    @Override
    public String about() {
        return "the state machine alone, by JMH: a run of 10,000 tasks starts, and each of them ends";
    }

    @Override
    public ResultLine measure(Bench bench) {
        bench.surroundings().progress().say("pure: two benchmarks of JMH with three graphs each, a minute");
        Part evaluation = new Part(TimeUnit.MILLISECONDS);
        Part completion = new Part(TimeUnit.MICROSECONDS);
        try {
            for (RunResult result : new Runner(options()).run()) {
                Part part = result.getParams().getBenchmark().endsWith(".evaluation") ? evaluation : completion;
                part.add(
                        result.getParams().getParam("shape"),
                        result.getPrimaryResult().getStatistics());
            }
        } catch (RunnerException e) {
            throw new BenchmarkException("JMH could not measure: " + e.getMessage() + "; after a build with -Pfast,"
                    + " which leaves out what JMH generates, build again without");
        }
        return ResultLine.of("pure")
                .put("tasks", Shape.TASKS)
                .put("evaluation_ms", evaluation.line)
                .put("evaluation_ms_p95", evaluation.dearest, 3)
                .put("completion_us", completion.line)
                .put("completion_us_p95", completion.dearest, 3);
    }

    private static Options options() {
        return new OptionsBuilder()
                .include(RunMachineBenchmark.class.getName())
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT) // standard output is for lines of scenarios
                .build();
    }

    /** The figures of one benchmark, by shape. */
    private static final class Part {

        private final ResultLine line = ResultLine.part();
        private final double nanos;
        private double dearest;

        Part(TimeUnit unit) {
            this.nanos = unit.toNanos(1);
        }

        void add(String shape, Statistics measured) {
            Spread spread = new Spread(
                    measured.getPercentile(MEDIAN) / nanos,
                    measured.getPercentile(NINETEEN_OF_TWENTY) / nanos,
                    measured.getMax() / nanos);
            line.put(shape.toLowerCase(Locale.ROOT), spread);
            dearest = Math.max(dearest, spread.p95());
        }
    }
}
