package dev.rondo.core.timetable;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for any expression, tried on random ones; the seed is in the name of the test. */
class CronPropertiesTest {

    private static final int[][] RANGES = {{0, 59}, {0, 23}, {1, 31}, {1, 12}, {0, 6}};

    static IntStream seeds() {
        return IntStream.range(0, 100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void next_finds_the_first_minute_that_satisfies_every_field(int seed) {
        Random random = new Random(seed);
        List<List<Integer>> fields = fields(random);
        CronExpression cron = CronExpression.parse(text(fields));
        LocalDateTime from = LocalDateTime.of(2024, 1, 1, 0, 0).plusMinutes(random.nextInt(400 * 24 * 60));

        LocalDateTime expected =
                minutes(from, 1).filter(satisfies(fields)).findFirst().orElseThrow();
        LocalDateTime expectedBefore =
                minutes(from, -1).filter(satisfies(fields)).findFirst().orElseThrow();

        assertThat(cron.next(from)).as("after %s: %s", from, cron).contains(expected);
        assertThat(cron.previous(from)).as("before %s: %s", from, cron).contains(expectedBefore);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void ticks_strictly_increase_in_any_zone(int seed) {
        Random random = new Random(seed);
        CronExpression cron = CronExpression.parse(text(fields(random)));
        List<String> zones = List.of("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca");
        ZonedCron ticks = new ZonedCron(cron, ZoneId.of(zones.get(random.nextInt(zones.size()))));

        assertThat(Stream.iterate(LocalDateTime.of(2024, 3, 1, 0, 0).toInstant(ZoneOffset.UTC), ticks::next)
                        .limit(2000))
                .as("%s", ticks)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    /** For each field the values allowed; empty = a star. */
    private static List<List<Integer>> fields(Random random) {
        return Stream.of(RANGES)
                .map(range -> random.nextInt(3) == 0
                        ? List.<Integer>of()
                        : random.ints(1 + random.nextInt(4), range[0], range[1] + 1)
                                .boxed()
                                .toList())
                .toList();
    }

    private static String text(List<List<Integer>> fields) {
        return fields.stream()
                .map(values -> values.isEmpty()
                        ? "*"
                        : values.stream().map(String::valueOf).collect(Collectors.joining(",")))
                .collect(Collectors.joining(" "));
    }

    /** The rule in its slowest and plainest form; one of two given fields of days is enough. */
    private static Predicate<LocalDateTime> satisfies(List<List<Integer>> fields) {
        return time -> {
            boolean monthDay = allows(fields.get(2), time.getDayOfMonth());
            boolean weekDay = allows(fields.get(4), time.getDayOfWeek().getValue() % 7);
            boolean bothGiven = !fields.get(2).isEmpty() && !fields.get(4).isEmpty();
            return allows(fields.get(0), time.getMinute())
                    && allows(fields.get(1), time.getHour())
                    && allows(fields.get(3), time.getMonthValue())
                    && (bothGiven ? monthDay || weekDay : monthDay && weekDay);
        };
    }

    private static boolean allows(List<Integer> values, int value) {
        return values.isEmpty() || values.contains(value);
    }

    private static Stream<LocalDateTime> minutes(LocalDateTime from, int direction) {
        return Stream.iterate(from.plusMinutes(direction), each -> each.plusMinutes(direction));
    }
}
