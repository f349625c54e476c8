package dev.rondo.dags.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.testkit.RondoTest;
import dev.rondo.testkit.TaskTry;
import dev.rondo.testkit.TestRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GuideTest {

    private static final Path README = Path.of("../README.md");
    private static final Path CHAPTERS = Path.of("../docs/guide");
    private static final Path SOURCES = Path.of("src/test/java/dev/rondo/dags/guide");
    private static final Pattern BLOCK =
            Pattern.compile("```java\n((?:import [^\n]+\n|\n)*public final class (\\w+) .*?)```", Pattern.DOTALL);

    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    // The list of chapters, the walk through the example that is a module of its own, where source files come from, and
    // chapters for whoever runs Rondo.
    private static final Set<String> WITHOUT_A_CLASS = Set.of(
            "README.md",
            "buckets.md",
            "docker-compose.md",
            "flight-delay-training.md",
            "source-files.md",
            "upgrades.md");

    /** A class as a chapter shows it. */
    record Shown(String chapter, String className, String text) {
        @Override
        public String toString() {
            return chapter + ": " + className;
        }
    }

    static List<Shown> shown() throws IOException {
        try (var files = Files.list(CHAPTERS)) {
            return Stream.concat(Stream.of(README), files.sorted())
                    .flatMap(GuideTest::blocks)
                    .toList();
        }
    }

    private static Stream<Shown> blocks(Path chapter) {
        return BLOCK.matcher(read(chapter))
                .results()
                .map((MatchResult found) ->
                        new Shown(chapter.getFileName().toString(), found.group(2), found.group(1)));
    }

    @ParameterizedTest
    @MethodSource("shown")
    void what_a_chapter_shows_is_the_source_that_is_tested(Shown shown) throws IOException {
        assertThat(SOURCES.resolve(shown.className() + ".java")).content().endsWith(shown.text());
    }

    /**
     * Every block of Java is such a class, or a part of a source that is tested; no page shows code that nobody ran.
     */
    @ParameterizedTest
    @MethodSource("parts")
    void any_other_code_that_a_chapter_shows_is_part_of_a_source_that_is_tested(Shown part) throws IOException {
        try (var files = Files.list(SOURCES)) {
            assertThat(files.map(GuideTest::stripped))
                    .anySatisfy(source -> assertThat(source).contains(stripped(part.text())));
        }
    }

    static List<Shown> parts() throws IOException {
        List<Shown> whole = shown();
        try (var files = Files.list(CHAPTERS)) {
            return Stream.concat(Stream.of(README), files.sorted())
                    .flatMap(chapter -> JAVA.matcher(read(chapter))
                            .results()
                            .map(found -> new Shown(
                                    chapter.getFileName().toString(),
                                    found.group(1).lines().findFirst().orElse(""),
                                    found.group(1))))
                    .filter(part -> whole.stream().noneMatch(each -> each.text().equals(part.text())))
                    .toList();
        }
    }

    @Test
    void every_chapter_about_a_concept_shows_a_class() throws IOException {
        List<String> chapters = shown().stream().map(Shown::chapter).toList();
        try (var files = Files.list(CHAPTERS)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".md") && !WITHOUT_A_CLASS.contains(name)))
                    .isNotEmpty()
                    .allMatch(chapters::contains);
        }
    }

    /** Without indentation: a page shows the inside of a method from its margin on. */
    private static String stripped(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n", "\n", "\n"));
    }

    private static String stripped(Path file) {
        return stripped(read(file));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void the_readme_says_hello() {
        TestRun run = RondoTest.run(new Hello(), "2026-01-05").requireSuccess();

        assertThat(run.log("print")).containsExactly("hello on 2026-01-05");
    }

    @Test
    void of_a_branch_the_chosen_way_runs_and_a_join_takes_whichever_came() {
        TestRun run = RondoTest.of(new Orders()).run().requireSuccess();

        assertThat(run.result("sum", Integer.class)).isEqualTo(12);
        assertThat(run.state("load_in_parts")).isEqualTo("skipped");
        assertThat(run.why("load_in_parts")).containsExactly("not_chosen:how_many");
        assertThat(run.state("invite")).isEqualTo("skipped");
    }

    @Test
    void a_short_circuit_skips_all_that_follows_whatever_its_rules() {
        assertThat(RondoTest.of(new Orders()).run().state("tidy")).isEqualTo("skipped");
        assertThat(RondoTest.of(new Orders()).given("count", 2_000).run().state("tidy"))
                .isEqualTo("success");
    }

    @Test
    void what_one_task_writes_another_reads() throws IOException {
        RondoTest sales = RondoTest.of(new Sales()).date("2026-01-05");
        sales.data().path("landing/sales-2026-01-05.csv").writeString("milk 3\n\n  bread 1 \n");

        TestRun run = sales.run().requireSuccess();

        assertThat(sales.data().path("clean/sales-2026-01-05.csv").readString()).isEqualTo("milk 3\nbread 1\n");
        assertThat(run.result("count", Integer.class)).isEqualTo(2);
    }

    @Test
    void retries_wait_longer_each_time_and_are_used_up_in_the_end() {
        TestRun run = RondoTest.of(new Rates()).variable("bank_status", "down").run();

        assertThat(run.state()).isEqualTo("failed");
        assertThat(run.state("fetch")).isEqualTo("failed");
        assertThat(run.state("check")).isEqualTo("upstream_failed");
        assertThat(run.tries("fetch")).hasSize(4);
        List<Instant> starts = run.tries("fetch").stream().map(TaskTry::start).toList();
        assertThat(Duration.between(starts.get(2), starts.get(3)))
                .isGreaterThan(Duration.between(starts.get(0), starts.get(1)));
    }

    @Test
    void a_failure_that_no_retry_mends_ends_at_once_and_a_skip_is_no_failure() {
        assertThat(RondoTest.of(new Rates())
                        .variable("bank_status", "moved")
                        .run()
                        .tries("fetch"))
                .hasSize(1);

        TestRun holiday = RondoTest.of(new Rates())
                .date("2026-01-01")
                .variable("bank_status", "holiday")
                .run()
                .requireSuccess();
        assertThat(holiday.states()).containsOnly(Map.entry("fetch", "skipped"), Map.entry("check", "skipped"));
    }

    @Test
    void each_model_is_trained() {
        TestRun run = RondoTest.of(new Gpus()).run().requireSuccess();

        assertThat(run.results("train", String.class)).containsExactly("small.onnx", "medium.onnx", "large.onnx");
        assertThat(run.result("compare", String.class)).isEqualTo("small.onnx");
    }

    @Test
    void templates_are_filled_in_for_the_run() {
        TestRun run = RondoTest.of(new Letters())
                .date("2026-03-10")
                .variable("reader", "ada")
                .run()
                .requireSuccess();

        assertThat(run.log("print")).containsExactly("Dear Ada,", "from 2026-03-03 to 2026-03-10");
        assertThat(run.result("where", String.class)).isEqualTo("gs://letters/2026/03/");
    }

    @Test
    void a_teardown_runs_when_the_work_has_failed_and_the_run_fails_all_the_same() {
        assertThat(RondoTest.of(new Features()).run().requireSuccess().log("stop"))
                .singleElement()
                .asString()
                .startsWith("stopped c-");

        TestRun failed = RondoTest.of(new Features())
                .replace("weather.wind", ctx -> {
                    throw new IllegalStateException("no wind");
                })
                .run();
        assertThat(failed.state()).isEqualTo("failed");
        assertThat(failed.state("stop")).isEqualTo("success");
        assertThat(failed.tries("weather.wind")).hasSize(5);
    }

    @Test
    void a_day_is_not_booked_before_the_day_before() {
        List<TestRun> days = RondoTest.of(new Ledger()).runs("2026-01-01", "2026-01-03");

        assertThat(days).allMatch(day -> day.state().equals("success"));
        assertThat(days.getLast().log("report")).containsExactly("booked day 2026-01-03");
        assertThat(days.stream().map(day -> day.tries("book")).flatMap(List::stream))
                .isSortedAccordingTo(Comparator.comparing(TaskTry::start));
    }

    @Test
    void an_update_of_both_assets_is_what_the_report_is_made_from() {
        TestRun load = RondoTest.of(new Shop(), "load_orders").run().requireSuccess();
        assertThat(load.assetEvents())
                .singleElement()
                .satisfies(event -> assertThat(event.extra()).isEqualTo(Map.of("rows", 842)));

        TestRun report = RondoTest.of(new Shop(), "report")
                .triggeredBy(load.assetEvents().getFirst())
                .run()
                .requireSuccess();
        assertThat(report.log("print")).containsExactly(Shop.ORDERS + " {rows=842}");
    }

    @Test
    void a_day_is_loaded_and_reported_for_the_reason_it_is_given() {
        TestRun run = RondoTest.of(new DailySales())
                .date("2026-01-05")
                .conf(Map.of("reason", "new prices"))
                .run()
                .requireSuccess();

        assertThat(run.log("report")).containsExactly("2026-01-05 for new prices");
    }

    @Test
    void of_the_deadlines_the_one_that_is_missed_is_told_of() {
        TestRun run =
                RondoTest.of(new NightlyTraining()).date("2026-01-05").run().requireSuccess();

        assertThat(run.callbacks()).singleElement().satisfies(call -> {
            assertThat(call.kind()).isEqualTo("deadline-soon");
            assertThat(call.log()).containsExactly("train: the deadline 'soon' of the task 'train' was missed");
        });
    }

    @Test
    void lists_are_mapped_over_zipped_crossed_and_summed_up() {
        TestRun run = RondoTest.of(new Shops()).run().requireSuccess();

        assertThat(run.result("sum", Integer.class)).isEqualTo(400);
        assertThat(run.results("zip", String.class)).containsExactly("a1", "b2", "c3");
        assertThat(run.results("cross", String.class)).containsExactly("a1", "a2", "a3", "b1", "b2", "b3");
        assertThat(run.results("price", String.class)).containsExactly("apple costs 2", "pear costs 3");
        assertThat(run.result("best", Integer.class)).isEqualTo(16);
    }

    @Test
    void an_answer_goes_to_the_tasks_below_and_silence_to_the_default() {
        TestRun asked = RondoTest.of(new Release())
                .given("may_it_go_out", new Release.Answer(true, Optional.empty(), List.of("ann")))
                .run()
                .requireSuccess();
        TestRun silent =
                RondoTest.of(new Silence(), "answered_by_default").run().requireSuccess();
        TestRun rejected =
                RondoTest.of(new Silence(), "rejected_by_default").run().requireSuccess();

        assertThat(asked.result("push", String.class)).isEqualTo("pushed at 0.93");
        assertThat(RondoTest.of(new Release()).run().why("may_it_go_out")).containsExactly("no_answer");
        assertThat(silent.result("push", String.class)).isEqualTo("kept back");
        assertThat(silent.why("may_it_go_out")).containsExactly("default_answer");
        assertThat(rejected.state("push")).isEqualTo("skipped");
        assertThat(rejected.why("may_it_go_out")).containsExactly("default_rejection");
    }

    @Test
    void each_callback_is_called_when_the_chapter_says() {
        TestRun run = RondoTest.of(new Nightly()).date("2026-01-05").run();

        assertThat(run.state()).isEqualTo("failed");
        assertThat(run.callbacks())
                .extracting(call -> call.kind() + ": " + call.log().getFirst().replaceAll(", .*", ""))
                .containsExactlyInAnyOrder(
                        "retry: count a retry",
                        "retry: count a retry",
                        "failure: java.lang.IllegalStateException: no gpu is free",
                        "failure: page somebody: " + run.runId());
    }

    @Test
    void variables_and_connections_reach_tasks_and_templates() {
        TestRun run = RondoTest.of(new Publish())
                .variable("bucket", "gs://models")
                .connection("web", "http://example.com?token=t0p")
                .connection("lake", "postgres://ann:secret@db:5432/sales")
                .run()
                .requireSuccess();

        assertThat(run.log("send")).singleElement().asString().startsWith("gs://models is told to example.com");
        assertThat(run.log("print")).containsExactly("gs://models on db");
        assertThat(RondoTest.of(new Publish()).run().state("send")).isEqualTo("failed");
    }

    @Test
    void what_does_not_run_says_why() {
        TestRun failed = RondoTest.of(new Delivery()).date("2026-01-05").run();
        TestRun waits = RondoTest.of(new Delivery())
                .date("2026-01-05")
                .variable("tape", "a short one")
                .stopBefore("which_way")
                .run();
        String waiting = String.join("; ", waits.why("truck"));
        TestRun shipped = waits.resume().requireSuccess();

        assertThat(failed.why("pack")).containsExactly("exception");
        assertThat(failed.why("truck")).containsExactly("upstream_failed:which_way");
        assertThat(waiting).contains("0 of 1 upstream task instances are finished");
        assertThat(shipped.why("truck")).containsExactly("not_chosen:which_way");
    }
}
