package dev.rondo.dags.guide;

import dev.rondo.sdk.BusinessCalendar;
import dev.rondo.sdk.CustomTimetable;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagFamily;
import dev.rondo.sdk.RunStrategy;
import dev.rondo.sdk.Schedule;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

public final class Markets implements DagFamily {

    static final BusinessCalendar TRADING_DAYS =
            BusinessCalendar.mondayToFriday().exceptHolidays("holidays.ics");

    @Override
    public List<Dag> define() {
        Dag trades = Dag.create("trades")
                .schedule(Schedule.dataInterval("@daily").onlyOn(TRADING_DAYS))
                .timezone("Europe/Berlin")
                .startDate("2026-01-01")
                .catchup(true)
                .runStrategy(RunStrategy.SEQUENTIAL_UNTIL_FAILURE);
        trades.task("load").call(ctx -> "trades of " + ctx.logicalDate().toLocalDate());

        Dag fees = Dag.create("fees")
                .schedule(Schedule.of("0 6 1 * *").movedTo(TRADING_DAYS))
                .timezone("Europe/Berlin")
                .startDate("2026-01-01");
        fees.task("charge").run(() -> System.out.println("charged"));

        Dag quotes = Dag.create("quotes")
                .schedule(Schedule.of("*/15 * * * *").spread(Duration.ofMinutes(5)))
                .startDate("2026-01-01");
        quotes.task("fetch").run(() -> System.out.println("fetched"));

        Dag options = Dag.create("options")
                .schedule(Schedule.custom(new Expiries()))
                .timezone("Europe/Berlin")
                .startDate("2026-01-01");
        options.task("settle").run(ctx -> System.out.println("settled " + ctx.logicalDate()));
        return List.of(trades, fees, quotes, options);
    }

    /** At six in the evening of the third Friday of the last month of each quarter. */
    record Expiries() implements CustomTimetable {
        @Override
        public Optional<Run> next(ZonedDateTime after) {
            ZonedDateTime evening =
                    after.withHour(18).withMinute(0).withSecond(0).withNano(0);
            while (!evening.isAfter(after) || !isExpiry(evening)) {
                evening = evening.plusDays(1);
            }
            return Optional.of(Run.at(evening));
        }

        private static boolean isExpiry(ZonedDateTime day) {
            boolean thirdFriday = day.getDayOfWeek().getValue() == 5 && (day.getDayOfMonth() - 1) / 7 == 2;
            return thirdFriday && day.getMonthValue() % 3 == 0;
        }

        @Override
        public String description() {
            return "quarterly expiry";
        }
    }
}
