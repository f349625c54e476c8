package dev.rondo.dags.flights.report;

import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The page {@code season.md}: a table of months, where the drift shows, and a table of days. Markdown. */
final class Season {

    private static final String HEAD = """
            # Delays of flights from New York, day by day

            Each day's candidate was trained on the days before it and measured on the day itself, which it had not seen.
            Log loss: less is better; beside it what guessing the usual share of late flights would have scored. PSI: how far
            the last week is from the training window; below 0.1 none, above 0.25 much.

            """;

    private Season() {}

    static String of(List<DayLine> lines) {
        Map<YearMonth, List<DayLine>> months = lines.stream()
                .collect(Collectors.groupingBy(l -> YearMonth.from(l.day()), TreeMap::new, Collectors.toList()));
        StringBuilder page = new StringBuilder(HEAD);
        page.append(
                "| month | days | late | expected | AUC | log loss | guess | PSI late | PSI temperature | pushed | alarms |\n");
        page.append("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        months.forEach((month, days) -> page.append(month(month, days)));
        page.append(
                "\n| day | flights | late | expected | AUC | log loss | guess | PSI late | PSI temperature | outcome |\n");
        page.append("|---|--:|--:|--:|--:|--:|--:|--:|--:|---|\n");
        lines.forEach(line -> page.append(line(line)).append('\n'));
        return page.toString();
    }

    static String line(DayLine line) {
        String outcome = switch (line.outcome()) {
            case FILLING -> "window fills";
            case PUSHED -> "pushed " + line.version();
            case ALARM -> "**alarm**";
        };
        return "| " + line.day() + " | " + line.flights() + " | " + percent(line.lateShare()) + " | "
                + percent(line.predictedShare()) + " | " + figure(line.auc()) + " | " + figure(line.logLoss()) + " | "
                + figure(line.guessLogLoss()) + " | " + figure(line.latePsi()) + " | " + figure(line.temperaturePsi())
                + " | " + outcome + " |";
    }

    private static String month(YearMonth month, List<DayLine> days) {
        return "| " + month + " | " + days.size() + " | " + percent(mean(days, DayLine::lateShare)) + " | "
                + percent(mean(days, DayLine::predictedShare)) + " | " + figure(mean(days, DayLine::auc)) + " | "
                + figure(mean(days, DayLine::logLoss)) + " | " + figure(mean(days, DayLine::guessLogLoss)) + " | "
                + figure(mean(days, DayLine::latePsi)) + " | " + figure(mean(days, DayLine::temperaturePsi)) + " | "
                + count(days, Outcome.PUSHED) + " | " + count(days, Outcome.ALARM) + " |\n";
    }

    /** Each day by its flights, so that it is the figure of the month's flights, over the days that have it. */
    private static double mean(List<DayLine> days, ToDoubleFunction<DayLine> figure) {
        double sum = 0;
        double weight = 0;
        for (DayLine day : days) {
            if (!Double.isNaN(figure.applyAsDouble(day))) {
                sum += figure.applyAsDouble(day) * day.flights();
                weight += day.flights();
            }
        }
        return weight == 0 ? Double.NaN : sum / weight;
    }

    private static long count(List<DayLine> days, Outcome outcome) {
        return days.stream().filter(day -> day.outcome() == outcome).count();
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    private static String figure(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.3f", value);
    }
}
