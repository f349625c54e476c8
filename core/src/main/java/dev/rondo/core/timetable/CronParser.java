package dev.rondo.core.timetable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the text of a cron expression into bits. Its oddities are those of the parser Airflow uses, found by trying it.
 */
final class CronParser {

    /** These are read in lower case alone. */
    private static final Map<String, String> PRESETS = Map.of("@quarterly", "0 0 1 */3 *");

    /** These are read in any case. */
    private static final Map<String, String> ALIASES = Map.of(
            "@hourly", "0 * * * *",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@weekly", "0 0 * * 0",
            "@monthly", "0 0 1 * *",
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *");

    private static final List<CronField> FIELDS = List.of(CronField.values());

    private static final int FEWEST_FIELDS = 5;

    private static final int HOURS_IN_DAY = 24;

    private static final int DAYS_IN_WEEK = 7;

    private static final int DAYS_IN_MONTH = 31;

    private final String text;
    private final Map<CronField, String> fields;

    private CronParser(String text, Map<CronField, String> fields) {
        this.text = text;
        this.fields = fields;
    }

    static CronExpression parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        String plain = PRESETS.getOrDefault(text, ALIASES.getOrDefault(lower, text));
        String[] fields = plain.strip().split("\\s+");
        if (fields.length < FEWEST_FIELDS || fields.length > FIELDS.size()) {
            throw new InvalidCronException(
                    text,
                    "expression",
                    plain,
                    plain.strip().startsWith("@") ? "is no preset" : "has " + fields.length + " fields",
                    "write 'minute hour day-of-month month day-of-week', then seconds and years if needed, or one of "
                            + "@hourly, @daily, @midnight, @weekly, @monthly, @quarterly, @yearly, @annually");
        }
        Map<CronField, String> byField = new EnumMap<>(CronField.class);
        for (int i = 0; i < fields.length; i++) {
            byField.put(FIELDS.get(i), fields[i].toLowerCase(Locale.ROOT));
        }
        return new CronParser(text, byField).expression(String.join(" ", fields));
    }

    private CronExpression expression(String expanded) {
        BitSet minutes = plainField(CronField.MINUTE);
        BitSet hours = plainField(CronField.HOUR);
        CronDays days = days();
        BitSet seconds = plainField(CronField.SECOND);
        // A star among other values counts as a list of hours.
        boolean everyHour = hours.cardinality() == HOURS_IN_DAY
                && (items(CronField.HOUR).size() == 1 || !isAny(field(CronField.HOUR)));
        CronTimes times = new CronTimes(bits(seconds), bits(minutes), bits(hours));
        return new CronExpression(text, expanded, days, times, everyHour);
    }

    private CronDays days() {
        String monthDays = field(CronField.DAY_OF_MONTH);
        String weekDays = field(CronField.DAY_OF_WEEK);
        int nearest = nearestWeekday(monthDays);
        boolean last = false;
        BitSet daysOfMonth = new BitSet();
        if (nearest == 0) {
            for (String item : items(CronField.DAY_OF_MONTH)) {
                if (item.equals("l")) {
                    last = true;
                } else {
                    daysOfMonth.or(values(CronField.DAY_OF_MONTH, item));
                }
            }
        }
        BitSet months = plainField(CronField.MONTH);
        BitSet years = fields.containsKey(CronField.YEAR) ? plainField(CronField.YEAR) : null;
        Weekdays weekdays = weekdays();
        return new CronDays(
                (int) bits(daysOfMonth),
                last,
                nearest,
                isAny(monthDays) || (daysOfMonth.cardinality() == DAYS_IN_MONTH && weekDays.contains("*")),
                (int) bits(months),
                (int) bits(weekdays.days),
                weekdays.ranked,
                isAny(weekDays) || (weekdays.days.cardinality() == DAYS_IN_WEEK && monthDays.contains("*")),
                years);
    }

    private Weekdays weekdays() {
        BitSet days = new BitSet();
        BitSet rankedDays = new BitSet();
        long ranked = 0;
        for (String item : items(CronField.DAY_OF_WEEK)) {
            Rank rank = rank(item);
            if (rank != null) {
                rankedDays.or(rank.days);
                ranked |= bits(rank.days) << 7 * (rank.rank - 1);
            } else if (!item.equals("*")) {
                days.or(values(CronField.DAY_OF_WEEK, item));
            }
        }
        boolean star = isAny(field(CronField.DAY_OF_WEEK));
        BitSet plainOnly = (BitSet) days.clone();
        plainOnly.andNot(rankedDays);
        days.or(rankedDays);
        if (ranked != 0 && !plainOnly.isEmpty() && (star || days.cardinality() < DAYS_IN_WEEK)) {
            throw invalid(
                    CronField.DAY_OF_WEEK,
                    field(CronField.DAY_OF_WEEK),
                    "mixes plain days with '#' or 'L'",
                    "write one kind only, or use two expressions");
        }
        return new Weekdays(star ? values(CronField.DAY_OF_WEEK, "*") : days, ranked);
    }

    private record Weekdays(BitSet days, long ranked) {}

    private record Rank(BitSet days, int rank) {}

    /** {@code 1#2}, {@code mon-fri#1} or {@code L5}; null = an ordinary item. */
    private @Nullable Rank rank(String item) {
        CronField field = CronField.DAY_OF_WEEK;
        if (item.length() == 2 && item.charAt(0) == 'l' && isDigit(item.charAt(1))) {
            BitSet day = new BitSet();
            day.set(number(field, item, item.substring(1)) % 7);
            return new Rank(day, CronDays.LAST_RANK);
        }
        int hash = item.indexOf('#');
        if (hash < 0) {
            return null;
        }
        String days = item.substring(0, hash);
        String rank = item.substring(hash + 1);
        boolean numericRange = days.indexOf('-') >= 0 && isDigit(days.charAt(0));
        if (rank.length() != 1 || rank.charAt(0) < '1' || rank.charAt(0) > '5' || numericRange || days.contains("/")) {
            throw invalid(field, item, "is no n-th weekday", "write a day, '#' and 1 to 5, such as 5#2 or fri#2");
        }
        return new Rank(values(field, days), rank.charAt(0) - '0');
    }

    /** The day of {@code 15W}, also written {@code W15}; 0 = the field is something else. */
    private int nearestWeekday(String field) {
        if (field.indexOf('w') < 0) {
            return 0;
        }
        String day = field.startsWith("w") ? field.substring(1) : field.substring(0, field.length() - 1);
        if (day.isEmpty() || !day.chars().allMatch(each -> isDigit((char) each))) {
            throw invalid(
                    CronField.DAY_OF_MONTH,
                    field,
                    "is no nearest weekday",
                    "write one day and 'W', such as 15W, and nothing else in this field");
        }
        return number(CronField.DAY_OF_MONTH, field, day);
    }

    private BitSet plainField(CronField field) {
        BitSet values = new BitSet();
        for (String item : items(field)) {
            values.or(values(field, item));
        }
        return values;
    }

    private String field(CronField field) {
        return fields.getOrDefault(field, "0");
    }

    private List<String> items(CronField field) {
        String value = field(field);
        List<String> items = new ArrayList<>();
        for (String item : value.split(",", -1)) {
            if (item.isEmpty()) {
                throw invalid(field, value, "has an empty place in its list", "remove the comma too many");
            }
            items.add(item);
        }
        return items;
    }

    private static boolean isAny(String field) {
        return field.equals("?") || List.of(field.split(",")).contains("*");
    }

    /** The values of one item: a star, a number, a name, a range, each with or without a step. */
    private BitSet values(CronField field, String item) {
        if (item.equals("?") && field(field).equals("?")) {
            if (field != CronField.DAY_OF_MONTH && field != CronField.DAY_OF_WEEK) {
                throw invalid(field, item, "is for the two fields of days only", "write *");
            }
            return range(field, field.min, field.max, 1);
        }
        int slash = item.indexOf('/');
        String base = slash < 0 ? item : item.substring(0, slash);
        int step = slash < 0 ? 1 : step(field, item, item.substring(slash + 1));
        if (base.equals("*")) {
            return range(field, field.min, field.max, step);
        }
        int dash = base.indexOf('-');
        if (dash < 0) {
            int value = number(field, item, base);
            int first = field == CronField.DAY_OF_WEEK ? value % 7 : value;
            return range(field, first, slash < 0 ? first : field.max, step);
        }
        int low = number(field, item, base.substring(0, dash));
        String end = base.substring(dash + 1);
        boolean toLastDay = field == CronField.DAY_OF_MONTH && end.equals("l");
        int high = toLastDay ? field.max : rangeEnd(field, item, end, low);
        return namedRange(field, field == CronField.DAY_OF_WEEK ? low % 7 : low, high, step);
    }

    /** A range that wraps may end below the field's first value: then it only lacks what comes after the turn. */
    private int rangeEnd(CronField field, String item, String end, int low) {
        int value = digits(end);
        return value >= 0 && value < field.min && value < low ? value : number(field, item, end);
    }

    private BitSet namedRange(CronField field, int low, int high, int step) {
        if (low == high) {
            // From a value to itself is once around, and the parser counts it from the field's first value.
            return range(field, field.min, field.max, step);
        }
        if (low < high) {
            return range(field, low, high, step);
        }
        BitSet values = range(field, low, field.max, step);
        // How far the step reaches over the end. Where it does not fit exactly, Airflow's parser lands one value late.
        int left = (field.max - low + 1) % step;
        int begin = field.min + (left == 0 ? 0 : step - left + 1);
        values.or(range(field, begin, high, step));
        return values;
    }

    private static BitSet range(CronField field, int low, int high, int step) {
        BitSet values = new BitSet();
        for (long value = low; value <= high; value += step) {
            values.set((int) (field == CronField.DAY_OF_WEEK ? value % 7 : value));
        }
        return values;
    }

    private int step(CronField field, String item, String step) {
        int value = digits(step);
        if (value <= 0) {
            throw invalid(field, item, "has no step of 1 or more after '/'", "write for example */15");
        }
        return value;
    }

    /** A number or a name. */
    private int number(CronField field, String item, String word) {
        int named = field.valueOfName(word);
        if (named >= 0) {
            return named;
        }
        int value = digits(word);
        if (value < 0) {
            throw invalid(field, item, "is not understood", "use " + field.range());
        }
        if (value < field.min || value > field.maxWritten()) {
            throw invalid(field, item, "is out of range", "use " + field.range());
        }
        return value;
    }

    /** The value of ASCII digits; -1 = it is not made of these. Nine digits are more than any field or step needs. */
    private static int digits(String word) {
        if (word.isEmpty() || word.length() > 9) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < word.length(); i++) {
            if (!isDigit(word.charAt(i))) {
                return -1;
            }
            value = value * 10 + (word.charAt(i) - '0');
        }
        return value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static long bits(BitSet values) {
        return values.isEmpty() ? 0 : values.toLongArray()[0];
    }

    private InvalidCronException invalid(CronField field, String value, String problem, String mend) {
        return new InvalidCronException(text, field.title, value, problem, mend);
    }
}
