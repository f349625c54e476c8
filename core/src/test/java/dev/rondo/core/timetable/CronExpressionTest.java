package dev.rondo.core.timetable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.LocalDateTime;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronExpressionTest {

    private static final LocalDateTime TUESDAY = LocalDateTime.parse("2024-01-30T22:59:30");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            * 24 * * *        | hour         | 24      | out of range       | use 0 to 23
            * * 32 * *        | day of month | 32      | out of range       | use 1 to 31
            * * * foo *       | month        | foo     | not understood     | use 1 to 12 or jan to dec
            * * * * 8         | day of week  | 8       | out of range       | use 0 to 7 or sun to sat
            */0 * * * *       | minute       | */0     | no step            | write for example */15
            0 0 ,1 * *        | day of month | ,1      | empty place        | remove the comma too many
            0 0 * * 5L        | day of week  | 5l      | not understood     | use 0 to 7 or sun to sat
            0 0 * * 1#6       | day of week  | 1#6     | no n-th weekday    | write a day, '#' and 1 to 5, such as 5#2 or fri#2
            0 0 * * 1#1,2     | day of week  | 1#1,2   | mixes plain days   | write one kind only, or use two expressions
            0 0 W * *         | day of month | w       | no nearest weekday | write one day and 'W', such as 15W, and nothing else in this field
            0 0 1W,15W * *    | day of month | 1w,15w  | no nearest weekday | write one day and 'W', such as 15W, and nothing else in this field
            0 ? * * *         | hour         | ?       | two fields of days | write *
            0 0 * * * 60      | second       | 60      | out of range       | use 0 to 59
            0 0 * * * 0 1969  | year         | 1969    | out of range       | use 1970 to 2099
            """)
    void a_refusal_names_the_field_the_value_and_the_mend(
            String cron, String field, String value, String problem, String mend) {
        InvalidCronException refusal =
                catchThrowableOfType(InvalidCronException.class, () -> CronExpression.parse(cron));

        assertThat(refusal.expression()).isEqualTo(cron);
        assertThat(refusal.field()).isEqualTo(field);
        assertThat(refusal.value()).isEqualTo(value);
        assertThat(refusal.mend()).isEqualTo(mend);
        assertThat(refusal).hasMessageContainingAll("'" + cron + "'", field + " '" + value + "'", problem, mend);
    }

    @ParameterizedTest
    @CsvSource({"* * * *,has 4 fields", "* * * * * * * *,has 8 fields", "@reboot,is no preset", "'',has 1 fields"})
    void the_wrong_number_of_fields_is_refused_with_the_list_of_presets(String cron, String problem) {
        InvalidCronException refusal =
                catchThrowableOfType(InvalidCronException.class, () -> CronExpression.parse(cron));

        assertThat(refusal.field()).isEqualTo("expression");
        assertThat(refusal).hasMessageContainingAll(problem, "minute hour day-of-month month day-of-week", "@daily");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            50-10/5 * * * *    | 2024-01-30T23:00    | 2024-01-30T22:55
            0 22-2/2 * * *     | 2024-01-31T00:00    | 2024-01-30T22:00
            0 0 31W * *        | 2024-01-31T00:00    | 2023-12-29T00:00
            0 0 1W 6 *         | 2024-06-03T00:00    | 2023-06-01T00:00
            0 0 L * *          | 2024-01-31T00:00    | 2023-12-31T00:00
            0 0 * * L0         | 2024-02-25T00:00    | 2024-01-28T00:00
            0 0 * 2 1#5        | 2044-02-29T00:00    | 2016-02-29T00:00
            0 0 29 2 *         | 2024-02-29T00:00    | 2020-02-29T00:00
            0 0 13 * 5         | 2024-02-02T00:00    | 2024-01-26T00:00
            0 12 * * * 0 2025  | 2025-01-01T12:00    |
            0 12 * * * 0 2023  |                     | 2023-12-31T12:00
            * * * * * */15     | 2024-01-30T22:59:45 | 2024-01-30T22:59:15
            0 0 31 4 *         |                     |
            0 0 13 * 1#1       |                     |
            """)
    void ticks_are_found_in_both_directions(String cron, LocalDateTime next, LocalDateTime previous) {
        CronExpression expression = CronExpression.parse(cron);

        assertThat(expression.next(TUESDAY)).isEqualTo(Optional.ofNullable(next));
        assertThat(expression.previous(TUESDAY)).isEqualTo(Optional.ofNullable(previous));
    }

    @Test
    void a_tick_is_neither_its_own_next_nor_its_own_previous() {
        CronExpression hourly = CronExpression.parse("@hourly");
        LocalDateTime noon = LocalDateTime.parse("2024-05-17T12:00:00");

        assertThat(hourly.next(noon)).contains(noon.plusHours(1));
        assertThat(hourly.previous(noon)).contains(noon.minusHours(1));
        assertThat(hourly.previous(noon.plusNanos(1))).contains(noon);
        assertThat(hourly.next(noon.minusNanos(1))).contains(noon);
    }

    @Test
    void two_years_of_minutes_are_walked_one_by_one() {
        CronExpression minutely = CronExpression.parse("* * * * *");
        LocalDateTime start = LocalDateTime.parse("2024-01-01T00:00:00");

        LocalDateTime end = Stream.iterate(start, tick -> minutely.next(tick).orElseThrow())
                .skip(731 * 24 * 60)
                .findFirst()
                .orElseThrow();

        assertThat(end).isEqualTo(start.plusDays(731));
    }

    @Test
    void expressions_written_alike_are_equal() {
        CronExpression daily = CronExpression.parse("@daily");

        assertThat(daily).isEqualTo(CronExpression.parse("@daily")).hasSameHashCodeAs(CronExpression.parse("@daily"));
        assertThat(daily).isNotEqualTo(CronExpression.parse("0 0 * * *"));
        assertThat(daily.expanded()).isEqualTo("0 0 * * *");
        assertThat(daily).hasToString("@daily");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            * * * * *             | Every minute
            @hourly               | Every hour
            */15 * * * *          | Every 15 minutes
            30 * * * *            | At minute 30
            0 */2 * * *           | On the hour, hour every 2
            @daily                | At 00:00
            0 0,12 * * *          | At 00:00 and 12:00
            0 9 * * MON-FRI       | At 09:00, on Monday through Friday
            0 0 * * sat,7         | At 00:00, on Saturday and Sunday
            0 0 1,15 * 3          | At 00:00, on day 1 and 15 of the month or on Wednesday
            0 0 L * *             | At 00:00, on the last day of the month
            0 0 15W * *           | At 00:00, on the weekday nearest day 15 of the month
            0 0 * * FRI#2,L1      | At 00:00, on the second Friday of the month and the last Monday of the month
            0 6 1 jan-mar *       | At 06:00, on day 1 of the month, in January through March
            @quarterly            | At 00:00, on day 1 of the month, in every 3
            5/15 8 * * *          | At minute every 15 from 5, hour 8
            0 0 * * * 30 2025     | At 00:00, second 30, in 2025
            """)
    void it_is_said_in_words(String cron, String words) {
        assertThat(CronExpression.parse(cron).description()).isEqualTo(words);
    }
}
