package dev.rondo.scheduler.creation;

import static dev.rondo.metadata.jooq.Tables.ASSET_EVENT;
import static dev.rondo.metadata.jooq.Tables.ASSET_PENDING;
import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN_ASSET_EVENT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.semantics.RecordedCase;
import dev.rondo.core.semantics.RecordedCases;
import dev.rondo.core.semantics.RecordedFamily;
import dev.rondo.core.semantics.RecordedTime;
import dev.rondo.core.semantics.SemanticsTest;
import dev.rondo.metadata.asset.AssetRuns;
import dev.rondo.metadata.asset.AssetUpdate;
import dev.rondo.metadata.control.ControlStore;
import dev.rondo.metadata.schedule.ScheduleStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.ManualClock;
import dev.rondo.scheduler.testing.RecordedSchedule;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.sdk.Asset;
import dev.rondo.sdk.AssetExpression;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The recorded passes on a real database: what takes updates down and what makes runs of them is what the engine uses,
 * and the runs by time come from the creation of runs, which in the recordings waits for the next pass when this one
 * made a run for assets. The database's clock stood past every date there, so that the next run by time was always due:
 * a pass that makes no run is repeated at the moment of that one.
 */
@SemanticsTest("assets")
@ExtendWith(PostgresExtension.class)
class AssetsSemanticsTest {

    private static final Instant MINUTE_ZERO =
            RecordedTime.requireInstant(RecordedFamily.load("assets").common().required("minute_zero"));

    private static final AssetRuns RUNS = new AssetRuns(new SplittableRandom(1));

    private static @Nullable EngineHarness opened;
    private static @Nullable RunCreation made;

    @BeforeAll
    static void open(TestDatabase database) {
        EngineHarness harness = new EngineHarness(database, new ManualClock(MINUTE_ZERO.toString()));
        opened = harness;
        made = new RunCreation(
                "recorded", new ScheduleStore(harness.database().transactions()), dags -> {}, harness.clock());
    }

    @AfterAll
    static void close() {
        if (made != null) {
            made.close();
        }
        if (opened != null) {
            opened.close();
        }
    }

    /** One line of a pass. */
    private record Made(
            String runType,
            @Nullable Instant logicalDate,
            Instant runAfter,
            @Nullable Instant intervalStart,
            List<Integer> consumed) {}

    @RecordedCases
    void each_pass_makes_the_runs_that_were_recorded(RecordedCase recorded) {
        var play = new Play(recorded);
        recorded.json()
                .path("events_before_dag")
                .forEach(event -> play.event(minute(event.get(0)), event.get(1).asText()));
        play.publish();
        for (JsonNode step : recorded.get("steps")) {
            Instant at = minute(step.required("at_minute"));
            if (step.has("event")) {
                play.event(at, step.required("event").asText());
            } else {
                play.step(at, step);
            }
        }
    }

    private static Instant minute(JsonNode minutes) {
        return MINUTE_ZERO.plus(Duration.ofMillis(Math.round(minutes.doubleValue() * 60_000)));
    }

    private static EngineHarness harness() {
        return Objects.requireNonNull(opened);
    }

    private static RunCreation creation() {
        return Objects.requireNonNull(made);
    }

    /** One case; its DAG and assets have names of their own. */
    private static final class Play {
        private final RecordedCase recorded;
        private final String dagId;
        private final ScheduleStore schedules =
                new ScheduleStore(harness().database().transactions());
        private final Map<Long, Integer> numbers = new HashMap<>();

        Play(RecordedCase recorded) {
            this.recorded = recorded;
            this.dagId = recorded.id();
        }

        void publish() {
            AssetExpression expression = expression(recorded.get("expression"));
            ScheduleSpec schedule = recorded.json().has("time_schedule")
                    ? new ScheduleSpec.AssetsOrTime(expression, RecordedSchedule.of(recorded.get("time_schedule")))
                    : new ScheduleSpec.Assets(expression);
            TestDag dag = TestDag.named(dagId)
                    .chain("t")
                    .schedule(schedule)
                    .timezone(recorded.json().at("/time_schedule/timezone").asText("UTC"))
                    .maxActiveRuns(recorded.json().path("max_active_runs").asInt(16))
                    .catchup(recorded.json().path("catchup").asBoolean(false) ? DagSpec.CATCHUP_ALL : 0);
            harness().publish(dag);
        }

        private AssetExpression expression(JsonNode json) {
            if (json.isTextual()) {
                return asset(json.asText());
            }
            String word = json.fieldNames().next();
            AssetExpression[] operands =
                    json.get(word).valueStream().map(this::expression).toArray(AssetExpression[]::new);
            return word.equals("all") ? AssetExpression.all(operands) : AssetExpression.any(operands);
        }

        private Asset asset(String name) {
            return Asset.of(recorded.id() + "/" + name);
        }

        void event(Instant at, String name) {
            Asset asset = asset(name);
            var update = new AssetUpdate(
                    asset.name(), asset.uri(), asset.group(), null, "{}", null, null, null, -1, "somebody");
            long id = harness()
                    .database()
                    .transactions()
                    .call(db -> RUNS.record(db, List.of(update), at))
                    .getFirst();
            numbers.put(id, numbers.size() + 1);
        }

        void step(Instant at, JsonNode step) {
            switch (step.required("do").asText()) {
                case "pause" -> pause(true);
                case "unpause" -> pause(false);
                case "finish_all_runs" ->
                    harness()
                            .query(db -> db.update(DAG_RUN)
                                    .set(DAG_RUN.STATE, "success")
                                    .where(DAG_RUN.DAG_ID.eq(dagId))
                                    .execute());
                default -> {
                    assertThat(pass(at)).as("runs of the pass at %s", at).isEqualTo(expected(step));
                    assertThat(waiting())
                            .as("assets that wait after the pass at %s", at)
                            .containsExactlyInAnyOrderElementsOf(step.required("assets_waiting")
                                    .valueStream()
                                    .map(each -> asset(each.asText()).name())
                                    .toList());
                }
            }
        }

        private void pause(boolean paused) {
            assertThat(new ControlStore(harness().database().transactions()).setPaused(dagId, paused))
                    .isTrue();
        }

        private List<Made> pass(Instant now) {
            List<Long> before = runs();
            pass(now, before);
            List<Long> made = new ArrayList<>(runs());
            made.removeAll(before);
            return made.stream().map(this::made).toList();
        }

        private void pass(Instant now, List<Long> before) {
            schedules.createForAssets(now, 1_000);
            if (runs().equals(before)) {
                harness().clock().set(now);
                creation().pass();
            }
            Instant next = nextRunAfter();
            if (next != null && runs().equals(before)) {
                harness().clock().set(next);
                creation().pass();
            }
        }

        private @Nullable Instant nextRunAfter() {
            return harness()
                    .query(db -> db.select(DAG.NEXT_RUN_AFTER)
                            .from(DAG)
                            .where(DAG.DAG_ID.eq(dagId))
                            .fetchSingle()
                            .value1());
        }

        private List<Long> runs() {
            return harness()
                    .query(db -> db.select(DAG_RUN.RUN_NO)
                            .from(DAG_RUN)
                            .where(DAG_RUN.DAG_ID.eq(dagId))
                            .orderBy(DAG_RUN.RUN_NO)
                            .fetch(DAG_RUN.RUN_NO));
        }

        private Made made(long runNo) {
            List<Integer> consumed = harness()
                    .query(db -> db.select(DAG_RUN_ASSET_EVENT.EVENT_ID)
                            .from(DAG_RUN_ASSET_EVENT)
                            .join(ASSET_EVENT)
                            .on(ASSET_EVENT.EVENT_ID.eq(DAG_RUN_ASSET_EVENT.EVENT_ID))
                            .where(DAG_RUN_ASSET_EVENT.RUN_NO.eq(runNo))
                            .orderBy(ASSET_EVENT.EVENT_ID)
                            .fetch(r -> numbers.getOrDefault(r.value1(), -1)));
            return harness()
                    .query(db -> db.selectFrom(DAG_RUN)
                            .where(DAG_RUN.RUN_NO.eq(runNo))
                            .fetchSingle(run -> new Made(
                                    run.getRunType(),
                                    run.getLogicalDate(),
                                    run.getRunAfter(),
                                    run.getDataIntervalStart(),
                                    consumed)));
        }

        private List<String> waiting() {
            return harness()
                    .query(db -> db.select(ASSET_PENDING.NAME)
                            .from(ASSET_PENDING)
                            .where(ASSET_PENDING.DAG_ID.eq(dagId), ASSET_PENDING.IS_QUEUED.isTrue())
                            .fetch(ASSET_PENDING.NAME));
        }

        private static List<Made> expected(JsonNode step) {
            return step.required("runs_created")
                    .valueStream()
                    .map(run -> new Made(
                            run.required("run_type").asText(),
                            RecordedTime.instant(run.required("logical_date")),
                            RecordedTime.requireInstant(run.required("run_after")),
                            RecordedTime.instant(run.required("data_interval_start")),
                            run.required("consumed_event_numbers")
                                    .valueStream()
                                    .map(JsonNode::asInt)
                                    .toList()))
                    .toList();
        }
    }
}
