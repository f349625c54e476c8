package dev.rondo.testkit;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.rondo.operators.standard.BashOperator;
import dev.rondo.operators.standard.ExternalTaskSensor;
import dev.rondo.operators.standard.LatestOnlyOperator;
import dev.rondo.operators.standard.TimeDeltaSensor;
import dev.rondo.operators.standard.TriggerDagRunOperator;
import dev.rondo.sdk.Asset;
import dev.rondo.sdk.AssetAlias;
import dev.rondo.sdk.AssetEvent;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import dev.rondo.sdk.DagInvalidException;
import dev.rondo.sdk.DagRuns;
import dev.rondo.sdk.Deadline;
import dev.rondo.sdk.NoAnswer;
import dev.rondo.sdk.Schedule;
import dev.rondo.sdk.SkipException;
import dev.rondo.sdk.TriggerRule;
import dev.rondo.sdk.TypeOf;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RondoTestTest {

    /** A DAG of one test. */
    private static DagDefinition dag(Consumer<Dag> tasks) {
        return () -> {
            Dag dag = Dag.create("d").schedule(Schedule.dataInterval("@daily")).startDate("2026-01-01");
            tasks.accept(dag);
            return dag;
        };
    }

    @Test
    void define_is_called_anew_for_each_task() {
        AtomicInteger defined = new AtomicInteger();
        DagDefinition counted = dag(d -> {
            defined.incrementAndGet();
            d.task("a").call(() -> 1).then(d.task("b").run(() -> {}));
        });
        RondoTest test = RondoTest.of(counted);
        int loaded = defined.get();

        TestRun run = test.run().requireSuccess();

        assertThat(run.called()).containsExactly("a", "b");
        assertThat(defined.get() - loaded).isEqualTo(2);
    }

    @Test
    void a_definition_that_differs_from_call_to_call_is_refused() {
        AtomicInteger calls = new AtomicInteger();
        DagDefinition unsteady = dag(d -> d.task("t" + calls.incrementAndGet()).run(() -> {}));

        assertThatThrownBy(() -> RondoTest.of(unsteady)).hasMessageContaining("must give the same graph each time");
    }

    @Test
    void everything_that_is_wrong_with_the_dag_is_said() {
        DagDefinition wrong = dag(d -> {
            d.schedule("61 0 * * *");
            d.task("no body");
        });

        assertThatThrownBy(() -> RondoTest.of(wrong))
                .isInstanceOf(DagInvalidException.class)
                .satisfies(e -> assertThat(((DagInvalidException) e).problems()).hasSizeGreaterThanOrEqualTo(2));
    }

    @Test
    void an_unknown_task_is_named_with_what_was_meant() {
        RondoTest test = RondoTest.of(dag(d -> d.task("train").run(() -> {})));

        assertThatThrownBy(() -> test.given("trian", 1)).hasMessageContaining("did you mean 'train'?");
        assertThatThrownBy(() -> test.run().state("trian")).hasMessageContaining("did you mean 'train'?");
    }

    @Test
    void what_a_body_prints_and_logs_is_in_its_log_and_in_no_other() {
        TestRun run = RondoTest.of(dag(d -> {
                    d.task("a").run(ctx -> {
                        System.out.println("printed");
                        System.err.print("without line end");
                        ctx.log().log(System.Logger.Level.WARNING, "logged {0}", 7);
                    });
                    d.task("b").run(() -> {});
                }))
                .run();

        assertThat(run.log("a")).containsExactly("printed", "logged 7", "without line end");
        assertThat(run.log("b")).isEmpty();
    }

    @Test
    void a_line_is_logged_once_where_a_test_framework_has_put_its_own_stream_over_ours() {
        RondoTest test = RondoTest.of(dag(d -> d.task("a").run(() -> System.out.println("once"))));
        TestRun first = test.run();
        PrintStream ours = System.out;
        System.setOut(new PrintStream(ours, true, StandardCharsets.UTF_8));
        try {
            assertThat(test.run().log("a")).containsExactly("once");
        } finally {
            System.setOut(ours);
        }

        assertThat(first.log("a")).containsExactly("once");
    }

    @Test
    void variables_connections_and_conf_come_from_the_test_and_passwords_do_not_show() {
        TestRun run = RondoTest.of(dag(d -> d.task("t").call(ctx -> {
                    String password = String.valueOf(ctx.connection("db").password());
                    System.out.println("password " + password);
                    return ctx.variable("bucket").orElseThrow() + " "
                            + ctx.conf().get("k") + " " + ctx.render("{{ var.value.bucket }}/{{ conn.db.host }}");
                })))
                .variable("bucket", "b1")
                .connection("db", "postgres://u:secret-word@host:5432/x")
                .conf(java.util.Map.of("k", 5))
                .run()
                .requireSuccess();

        assertThat(run.result("t", String.class)).isEqualTo("b1 5 b1/host");
        assertThat(run.log("t")).containsExactly("password ***");
    }

    @Test
    void xcoms_are_pulled_by_key_across_tasks() {
        TestRun run = RondoTest.of(dag(d -> {
                    var a = d.task("a").run(ctx -> {
                        ctx.xcomPush("rows", 12);
                        ctx.xcomPush("names", List.of("x", "y"));
                    });
                    var b = d.task("b")
                            .call(ctx ->
                                    ctx.xcomPull("a", "rows", Integer.class).orElseThrow()
                                            + ctx.xcomPull("a", "names", new TypeOf<List<String>>() {})
                                                    .orElseThrow()
                                                    .size());
                    a.then(b);
                }))
                .run()
                .requireSuccess();

        assertThat(run.result("b", Integer.class)).isEqualTo(14);
        assertThat(run.xcoms("a")).containsOnlyKeys("rows", "names");
        assertThat(run.xcom("a", "rows", Integer.class)).isEqualTo(12);
        assertThatThrownBy(() -> run.xcom("a", "row", Integer.class)).hasMessageContaining("has [rows, names]");
    }

    @Test
    void a_body_knows_its_try_and_how_many_there_may_be() {
        TestRun run = RondoTest.of(dag(d -> d.task("t")
                        .call(ctx -> {
                            if (ctx.tryNumber() < 3) {
                                throw new IllegalStateException("try " + ctx.tryNumber());
                            }
                            return ctx.tryNumber() + " of " + ctx.maxTries() + ", " + ctx.render("{{ ti.max_tries }}");
                        })
                        .retries(2)
                        .retryDelay(ofMinutes(10))
                        .retryExponentialBackoff(true)))
                .date("2026-01-01")
                .run()
                .requireSuccess();

        assertThat(run.result("t", String.class)).isEqualTo("3 of 3, 2");
        assertThat(run.tries("t")).extracting(TaskTry::state).containsExactly("failed", "failed", "success");
        assertThat(run.now()).isAfter("2026-01-02T00:25:00Z");
    }

    @Test
    void the_run_is_the_one_that_the_schedule_makes_for_the_date() {
        RondoTest test = RondoTest.of(dag(d -> d.task("t")
                .call(ctx -> ctx.runType() + " " + ctx.dataInterval().start().toLocalDate() + " "
                        + ctx.dataInterval().end().toLocalDate() + " " + ctx.now())));

        assertThat(test.date("2026-03-05").run().result("t", String.class))
                .isEqualTo("scheduled 2026-03-05 2026-03-06 2026-03-06T00:00:00Z");
        assertThat(test.date("2026-03-05T10:00").run().result("t", String.class))
                .startsWith("manual 2026-03-04");
        assertThat(test.date("2026-03-05").clock("2026-03-09T12:00").run().result("t", String.class))
                .endsWith("2026-03-09T12:00:00Z");
        assertThatThrownBy(() -> test.date("5.3.2026")).hasMessageContaining("not a date: '5.3.2026'");
    }

    @Test
    void a_slow_task_fails_of_its_execution_timeout_and_others_go_on_meanwhile() {
        TestRun run = RondoTest.of(dag(d -> {
                    d.task("slow").run(() -> {}).executionTimeout(ofHours(1));
                    d.task("quick").run(() -> {});
                }))
                .date("2026-01-01")
                .takes("slow", ofHours(2))
                .takes("quick", ofMinutes(5))
                .run();

        assertThat(run.tries("slow")).singleElement().satisfies(slow -> {
            assertThat(slow.reason()).isEqualTo("timeout");
            assertThat(slow.end()).isEqualTo("2026-01-02T01:00:00Z");
        });
        assertThat(run.tries("quick").getFirst().end()).isEqualTo("2026-01-02T00:05:00Z");
    }

    @Test
    void a_run_that_takes_longer_than_its_timeout_is_failed_and_what_runs_is_stopped() {
        TestRun run = RondoTest.of(dag(d -> {
                    d.dagrunTimeout(ofHours(3));
                    d.task("a").run(() -> {}).then(d.task("b").run(() -> {}));
                }))
                .date("2026-01-01")
                .takes("a", ofHours(2))
                .takes("b", ofHours(2))
                .run();

        assertThat(run.state()).isEqualTo("failed");
        assertThat(run.state("a")).isEqualTo("success");
        assertThat(run.tries("b").getFirst().end()).isEqualTo("2026-01-02T03:00:00Z");
        assertThat(run.now()).isEqualTo("2026-01-02T03:00:00Z");
    }

    @Test
    void a_sensor_that_never_sees_its_moment_fails_of_its_own_timeout() {
        TestRun run = RondoTest.of(dag(d -> d.task("wait")
                        .use(ExternalTaskSensor.of("other")
                                .timeout(Duration.ofDays(1))
                                .pokeInterval(ofMinutes(10)))))
                .date("2026-01-01")
                .run();

        assertThat(run.tries("wait")).singleElement().satisfies(waited -> {
            assertThat(waited.state()).isEqualTo("failed");
            assertThat(waited.looks()).isGreaterThan(100);
        });
        assertThat(run.now()).isAfter("2026-01-03T00:00:00Z");
    }

    @Test
    void other_dags_are_what_the_test_says_they_are() {
        FakeDagRuns others =
                new FakeDagRuns().dag("report").run("ingest", "r1", Instant.parse("2026-01-01T00:00:00Z"), "success");
        TestRun run = RondoTest.of(dag(d -> {
                    var wait = d.task("wait").use(ExternalTaskSensor.of("ingest"));
                    var ask = d.task("ask").use(TriggerDagRunOperator.of("report"));
                    wait.then(ask);
                }))
                .date("2026-01-01")
                .dagRuns(others)
                .run()
                .requireSuccess();

        assertThat(others.triggered()).extracting(DagRuns.Trigger::dagId).containsExactly("report");
        assertThat(run.result("ask", String.class)).isEqualTo("manual__1");
    }

    @Test
    void built_in_operators_run_as_they_do_on_a_worker() {
        TestRun run = RondoTest.of(dag(d -> {
                    d.task("bash").use(BashOperator.of("echo \"day {{ ds }}\""));
                    d.task("later").use(TimeDeltaSensor.of(ofHours(6)));
                    d.task("latest")
                            .use(new LatestOnlyOperator())
                            .then(d.task("after").run(() -> {}));
                }))
                .date("2026-01-01")
                .run()
                .requireSuccess();

        assertThat(run.result("bash", String.class)).isEqualTo("day 2026-01-01");
        assertThat(run.now()).isAfterOrEqualTo("2026-01-02T06:00:00Z");
        assertThat(run.state("after")).isEqualTo("success");
    }

    @Test
    void latest_only_skips_in_a_run_that_is_history() {
        TestRun run = RondoTest.of(dag(d -> d.task("latest")
                        .use(new LatestOnlyOperator())
                        .then(d.task("after").run(() -> {}))))
                .date("2026-01-01")
                .clock("2026-01-05")
                .run()
                .requireSuccess();

        assertThat(run.state("after")).isEqualTo("skipped");
    }

    @Test
    void skips_short_circuits_and_rules_decide_as_in_production() {
        TestRun run = RondoTest.of(dag(d -> {
                    var skip = d.task("skip").run(() -> {
                        throw new SkipException("nothing new");
                    });
                    var circuit = d.task("circuit").shortCircuit(() -> false);
                    var below = d.task("below").run(() -> {});
                    var always = d.task("always").run(() -> {}).triggerRule(TriggerRule.ALL_DONE);
                    skip.then(always);
                    circuit.then(below);
                }))
                .run()
                .requireSuccess();

        assertThat(run.states())
                .containsExactly(
                        entry("skip", "skipped"),
                        entry("circuit", "success"),
                        entry("below", "skipped"),
                        entry("always", "success"));
        assertThat(run.tries("skip").getFirst().findMessage()).contains("nothing new");
    }

    @Test
    void a_fake_stands_for_each_instance_of_a_mapped_task() {
        TestRun run = RondoTest.of(dag(d -> {
                    var parts = d.task("parts").call(() -> List.of("a", "b", "c"));
                    var lengths = d.map("length", parts).call(String::length);
                    d.task("sum", lengths)
                            .call(all -> all.stream().mapToInt(i -> i).sum());
                }))
                .replace("length", ctx -> ctx.mapIndex() == 1 ? 100 : 1)
                .run()
                .requireSuccess();

        assertThat(run.result("sum", Integer.class)).isEqualTo(102);
        assertThat(run.called()).containsExactly("parts", "length[0]", "length[1]", "length[2]", "sum");
        assertThatThrownBy(() -> run.state("length")).hasMessageContaining("has 3 instances; say which");
    }

    @Test
    void the_results_of_a_mapped_task_can_be_given_one_by_one() {
        RondoTest test = RondoTest.of(dag(d -> {
            var lengths = d.map("length", List.of("a", "b")).call(String::length);
            d.task("sum", lengths).call(all -> all.stream().mapToInt(i -> i).sum());
        }));

        assertThat(test.given("length", List.of(5, 6)).run().result("sum", Integer.class))
                .isEqualTo(11);
        TestRun tooFew = test.given("length", List.of(5)).run();
        assertThat(tooFew.tries("length", 1).getFirst().findMessage().orElseThrow())
                .contains("has an instance 1, and 1 results were given");
    }

    @Test
    void one_mapped_task_is_run_alone_over_the_list_it_is_given() {
        TestRun run = RondoTest.of(dag(d -> {
                    var parts = d.task("parts").call(() -> List.of("a"));
                    var lengths = d.map("length", parts).call(String::length);
                    d.task("sum", lengths)
                            .call(all -> all.stream().mapToInt(i -> i).sum());
                }))
                .given("parts", List.of("xx", "yyy"))
                .runTask("length");

        assertThat(run.results("length", Integer.class)).containsExactly(2, 3);
        assertThat(run.called()).doesNotContain("sum");
    }

    @Test
    void callbacks_of_dag_and_task_are_called_and_what_they_throw_fails_nothing() {
        TestRun run = RondoTest.of(dag(d -> {
                    d.onSuccess(ctx -> System.out.println("well done " + ctx.runId()));
                    d.task("t")
                            .run(ctx -> {
                                if (ctx.tryNumber() == 1) {
                                    throw new IllegalStateException("first");
                                }
                            })
                            .retries(1)
                            .onRetry(ctx -> {
                                throw new IllegalArgumentException(
                                        ctx.failure().orElseThrow().message());
                            });
                }))
                .run()
                .requireSuccess();

        assertThat(run.callbacks()).extracting(CallbackCall::kind).containsExactly("retry", "success");
        assertThat(run.callbacks().getFirst().problem())
                .isEqualTo("java.lang.IllegalArgumentException: java.lang.IllegalStateException: first");
        assertThat(run.callbacks().getLast().log()).containsExactly("well done " + run.runId());
    }

    @Test
    void the_failure_callback_of_a_dag_is_told_which_tasks_failed() {
        TestRun run = RondoTest.of(dag(d -> {
                    d.onFailure(ctx ->
                            System.out.println(ctx.failure().orElseThrow().message()));
                    d.task("bad").run(() -> {
                        throw new IllegalStateException("broken");
                    });
                }))
                .run();

        assertThat(run.callbacks().getFirst().log()).containsExactly("tasks failed: bad");
    }

    @Test
    void the_callbacks_of_a_success_and_a_skip_have_no_failure() {
        TestRun run = RondoTest.of(dag(d -> {
                    d.task("skips")
                            .run(ctx -> {
                                throw new SkipException("not today");
                            })
                            .onSkipped(ctx -> System.out.println(ctx.failure()));
                    d.task("goes").run(() -> {}).onSuccess(ctx -> System.out.println(ctx.failure()));
                }))
                .run();

        assertThat(run.callbacks()).extracting(CallbackCall::kind).containsExactlyInAnyOrder("skipped", "success");
        assertThat(run.callbacks()).extracting(CallbackCall::log).containsOnly(List.of("Optional.empty"));
    }

    @Test
    void deadlines_that_the_run_misses_call_back_at_their_time_and_others_do_not() {
        TestRun run = RondoTest.of(dag(d -> {
                    d.deadline("run", Deadline.afterQueued(Duration.ofHours(1)), ctx -> System.out.println("run late"));
                    d.deadline("far", Deadline.afterQueued(Duration.ofDays(2)), ctx -> {});
                    d.task("fails_first")
                            .run(ctx -> {
                                if (ctx.tryNumber() == 1) {
                                    throw new IllegalStateException("first");
                                }
                            })
                            .retries(1)
                            .retryDelay(Duration.ofHours(2))
                            .deadline("own", Deadline.afterQueued(Duration.ofMinutes(90)), ctx -> {
                                throw new IllegalStateException(
                                        ctx.failure().orElseThrow().reason());
                            })
                            .deadline("silent", Deadline.afterQueued(Duration.ofMinutes(1)));
                    d.task("quick").run(() -> {}).deadline("own", Deadline.afterQueued(Duration.ofHours(1)), ctx -> {});
                }))
                .run()
                .requireSuccess();

        assertThat(run.callbacks())
                .extracting(CallbackCall::taskId, CallbackCall::kind, CallbackCall::problem)
                .containsExactly(
                        tuple("", "deadline-run", null),
                        tuple("fails_first", "deadline-own", "java.lang.IllegalStateException: deadline_missed"));
        assertThat(run.callbacks().getFirst().log()).containsExactly("run late");
    }

    record Release(boolean push) {}

    @Test
    void an_approval_that_nobody_answers_takes_its_default_answer() {
        TestRun run = RondoTest.of(dag(d -> {
                    var answer = d.approve("ask", new Release(false)).executionTimeout(Duration.ofHours(8));
                    d.task("push", answer).call(a -> a.push() ? "pushed" : "kept");
                }))
                .run()
                .requireSuccess();

        assertThat(run.result("push", String.class)).isEqualTo("kept");
    }

    @Test
    void an_approval_that_nobody_answers_is_rejected_where_that_is_its_default() {
        TestRun run = RondoTest.of(dag(d -> {
                    var answer =
                            d.approve("ask", Release.class, NoAnswer.REJECT).executionTimeout(Duration.ofHours(8));
                    d.task("push", answer).call(a -> a.push() ? "pushed" : "kept");
                }))
                .run()
                .requireSuccess();

        assertThat(run.state("push")).isEqualTo("skipped");
    }

    @Test
    void a_task_that_waits_for_the_past_is_left_waiting_and_says_so() {
        List<TestRun> runs = RondoTest.of(dag(d -> d.task("t")
                        .run(ctx -> {
                            if (ctx.logicalDate().getDayOfMonth() == 2) {
                                throw new IllegalStateException("bad day");
                            }
                        })
                        .dependsOnPast(true)))
                .runs("2026-01-01", "2026-01-04");

        assertThat(runs).extracting(TestRun::state).containsExactly("success", "failed", "running", "running");
        assertThat(runs.get(2).why("t")).singleElement().asString().contains("2026-01-02");
    }

    @Test
    void templates_know_the_last_run_that_ended_well() {
        List<TestRun> runs = RondoTest.of(
                        dag(d -> d.task("t").call(ctx -> ctx.render("{{ prev_data_interval_start_success }}"))))
                .runs("2026-01-01", "2026-01-02");

        assertThat(runs.get(1).result("t", String.class)).startsWith("2026-01-01");
    }

    @Test
    void a_body_that_is_called_without_end_is_stopped_with_a_word() {
        RondoTest test = RondoTest.of(dag(d -> d.task("t").run(() -> {
            throw dev.rondo.sdk.LookAgain.later();
        })));

        assertThatThrownBy(test::run).hasMessageContaining("was called 30000 times and does not end");
    }

    @Test
    void a_task_says_more_of_the_assets_it_updates_and_fails_over_one_that_is_no_outlet() {
        Asset orders = Asset.of("orders", "gs://orders");
        AssetAlias tables = AssetAlias.of("tables");
        TestRun run = RondoTest.of(dag(d -> {
                    d.task("load")
                            .run(ctx -> {
                                ctx.assetEvent(orders, Map.of("rows", 5L));
                                ctx.assetEvent(tables, Asset.of("table_7"), Map.of());
                            })
                            .outlets(orders, tables, Asset.of("quiet"));
                    d.task("wrong").run(ctx -> ctx.assetEvent(orders, Map.of()));
                }))
                .run();

        assertThat(run.assetEvents()).extracting(AssetEvent::asset).containsExactly("orders", "table_7", "quiet");
        assertThat(run.assetEvents().getFirst().extra()).containsEntry("rows", 5);
        assertThat(run.tries("wrong").getLast().findMessage().orElseThrow())
                .contains("'orders' is no outlet of task 'wrong'; say .outlets(…)");
    }

    @Test
    void a_task_asks_what_its_run_was_made_for_and_for_earlier_updates() {
        Asset orders = Asset.of("orders");
        AssetEvent newest =
                new AssetEvent("orders", "orders", Instant.EPOCH, Map.of("rows", 7L), "shop", "load", "r1", -1);
        TestRun run = RondoTest.of(dag(d -> d.task("t")
                        .call(ctx -> List.of(
                                ctx.triggeringAssetEvents().getFirst().extra().get("rows"),
                                ctx.inletEvents(orders, 1).getFirst().taskId()))
                        .returns(new TypeOf<List<Object>>() {})
                        .inlets(orders)))
                .triggeredBy(newest)
                .inletEvents(orders, newest, newest)
                .run();

        assertThat(run.result("t", new TypeOf<List<Object>>() {})).containsExactly(7, "load");
    }

    @Test
    void time_can_be_let_pass_at_a_breakpoint() {
        TestRun run = RondoTest.of(dag(d -> d.task("t").call(ctx -> ctx.now().toString())))
                .date("2026-01-01")
                .stopBefore("t")
                .run()
                .advance(ofHours(5))
                .resume();

        assertThat(run.result("t", String.class)).isEqualTo("2026-01-02T05:00:00Z");
    }
}
