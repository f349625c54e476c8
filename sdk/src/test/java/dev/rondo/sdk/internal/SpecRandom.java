package dev.rondo.sdk.internal;

import dev.rondo.sdk.Asset;
import dev.rondo.sdk.AssetAlias;
import dev.rondo.sdk.AssetExpression;
import dev.rondo.sdk.AssetRef;
import dev.rondo.sdk.Isolation;
import dev.rondo.sdk.RunStrategy;
import dev.rondo.sdk.TriggerRule;
import dev.rondo.sdk.WeightRule;
import dev.rondo.sdk.spec.CalendarSpec;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.DagSpec.ParamsSpec;
import dev.rondo.sdk.spec.DeadlineSpec;
import dev.rondo.sdk.spec.GroupSpec;
import dev.rondo.sdk.spec.InputSpec;
import dev.rondo.sdk.spec.MappingSpec;
import dev.rondo.sdk.spec.OperatorSpec;
import dev.rondo.sdk.spec.OptionsSpec;
import dev.rondo.sdk.spec.ScheduleSpec;
import dev.rondo.sdk.spec.ScheduleSpec.Step;
import dev.rondo.sdk.spec.TaskSpec;
import dev.rondo.sdk.spec.TaskSpec.TypeSpec;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Graphs of every form, the same for the same seed; not ones that a DAG could have. */
final class SpecRandom {

    private static final List<String> TEXTS =
            List.of("a", "Ünïcödé ☃ 𝄞", "quote \" and \\", "line\nbreak\u0000", "{{ ds }}", "", "null", "1.50");

    private final Random random;

    SpecRandom(long seed) {
        this.random = new Random(seed);
    }

    DagSpec dag() {
        return new DagSpec(
                text(),
                text(),
                maybe(this::text),
                maybe(this::text),
                list(this::text),
                schedule(),
                text(),
                maybe(this::instant),
                maybe(this::instant),
                random.nextBoolean() ? DagSpec.CATCHUP_ALL : random.nextInt(5),
                any(RunStrategy.values()),
                random.nextInt(100),
                random.nextInt(100),
                maybe(this::duration),
                random.nextBoolean(),
                maybe(random::nextBoolean),
                maybe(() -> new ParamsSpec(text(), text(), text())),
                Set.copyOf(list(this::text)),
                list(() -> new GroupSpec(text(), maybe(this::text), maybe(this::mapping), maybe(this::text))),
                list(this::task),
                list(this::deadline));
    }

    private TaskSpec task() {
        Map<String, List<String>> branches = new LinkedHashMap<>();
        list(this::text).forEach(answer -> branches.put(answer, list(this::text)));
        return new TaskSpec(
                text(),
                maybe(this::text),
                any(TaskSpec.Body.values()),
                maybe(() -> new OperatorSpec(text(), text(), texts(), random.nextBoolean())),
                list(this::input),
                list(this::text),
                options(),
                random.nextBoolean(),
                maybe(() -> list(this::text)),
                random.nextBoolean(),
                branches,
                maybe(this::mapping),
                maybe(() -> new TypeSpec(text(), text())),
                text(),
                texts(),
                maybe(this::text),
                maybe(this::text),
                maybe(this::text),
                list(this::asset),
                list(this::asset));
    }

    private DeadlineSpec deadline() {
        DeadlineSpec.By by = switch (random.nextInt(5)) {
            case 0 -> new DeadlineSpec.By.AfterQueued(duration());
            case 1 -> new DeadlineSpec.By.AfterLogicalDate(duration());
            case 2 -> new DeadlineSpec.By.At(instant());
            case 3 -> new DeadlineSpec.By.AtTime(LocalTime.ofSecondOfDay(random.nextInt(86_400)));
            default ->
                new DeadlineSpec.By.Usual(random.nextInt(), random.nextInt(), maybe(random::nextDouble), duration());
        };
        return new DeadlineSpec(text(), maybe(this::text), by, random.nextBoolean());
    }

    private AssetRef asset() {
        return random.nextBoolean() ? new AssetAlias(text(), text()) : new Asset(text(), text(), text(), text());
    }

    private AssetExpression expression(int depth) {
        return switch (random.nextInt(depth == 0 ? 1 : 3)) {
            case 0 -> asset();
            case 1 -> new AssetExpression.All(List.of(expression(depth - 1), expression(depth - 1)));
            default -> new AssetExpression.Any(List.of(expression(depth - 1)));
        };
    }

    private OptionsSpec options() {
        return new OptionsSpec(
                random.nextInt(),
                duration(),
                random.nextInt(400) / 4.0,
                maybe(this::duration),
                maybe(this::duration),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                any(TriggerRule.values()),
                text(),
                random.nextInt(),
                random.nextInt(),
                any(WeightRule.values()),
                text(),
                maybe(random::nextInt),
                maybe(random::nextInt),
                maybe(this::instant),
                maybe(this::instant),
                any(Isolation.values()),
                maybe(random::nextLong),
                list(this::text),
                maybe(this::text),
                maybe(this::text),
                list(this::text),
                random.nextBoolean(),
                random.nextBoolean(),
                Set.copyOf(list(this::text)));
    }

    private ScheduleSpec schedule() {
        return switch (random.nextInt(13)) {
            case 10 -> new ScheduleSpec.Custom(text(), text());
            case 11 -> new ScheduleSpec.Spread(new ScheduleSpec.CronDataInterval(text()), Duration.ofMinutes(5));
            case 12 ->
                new ScheduleSpec.OnDays(
                        new ScheduleSpec.Custom(text(), text()),
                        new CalendarSpec(
                                EnumSet.of(DayOfWeek.SUNDAY, DayOfWeek.of(1 + random.nextInt(7))),
                                List.of(LocalDate.of(2026, 12, 1 + random.nextInt(31))),
                                list(this::text)),
                        random.nextBoolean());
            case 0 -> new ScheduleSpec.None();
            case 1 -> new ScheduleSpec.Once();
            case 2 -> new ScheduleSpec.Continuous();
            case 3 -> new ScheduleSpec.CronTrigger(List.of(text(), text()), interval(), maybe(this::duration));
            case 4 -> new ScheduleSpec.CronDataInterval(text());
            case 5 -> new ScheduleSpec.DeltaTrigger(Step.of(Period.of(1, random.nextInt(12), 3)), interval());
            case 6 -> new ScheduleSpec.DeltaDataInterval(Step.of(duration().plusNanos(1)));
            case 7 -> new ScheduleSpec.Assets(expression(2));
            case 8 -> new ScheduleSpec.AssetsOrTime(expression(2), new ScheduleSpec.CronDataInterval(text()));
            default -> new ScheduleSpec.Events(list(this::instant), random.nextBoolean());
        };
    }

    private ScheduleSpec.Interval interval() {
        return new ScheduleSpec.Interval(Period.ofMonths(random.nextInt(2)), duration());
    }

    private InputSpec input() {
        return switch (random.nextInt(4)) {
            case 0 -> new InputSpec.Result(text(), random.nextBoolean());
            case 1 -> new InputSpec.Gathered(list(this::text));
            case 2 -> new InputSpec.Params();
            default -> new InputSpec.Element(random.nextInt(6));
        };
    }

    private MappingSpec mapping() {
        List<MappingSpec.Axis> axes = IntStream.rangeClosed(0, random.nextInt(3))
                .<MappingSpec.Axis>mapToObj(i -> random.nextBoolean()
                        ? new MappingSpec.Axis.Result(text())
                        : new MappingSpec.Axis.Literal(text(), random.nextInt(9)))
                .toList();
        return new MappingSpec(axes, any(MappingSpec.Combine.values()), maybe(random::nextInt));
    }

    private Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        list(this::text).forEach(key -> texts.put(key, text()));
        return texts;
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size())) + random.nextInt(1000);
    }

    private Instant instant() {
        return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000) * 1_000L);
    }

    private Duration duration() {
        return Duration.ofSeconds(random.nextInt(1_000_000), random.nextInt(1_000_000) * 1_000L);
    }

    private <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private <T> List<T> list(Supplier<T> element) {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> element.get())
                .toList();
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }
}
