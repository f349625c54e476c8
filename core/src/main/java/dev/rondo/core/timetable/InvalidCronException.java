package dev.rondo.core.timetable;

/** A cron expression that means nothing: says which field, what is in it and what may be there. */
public final class InvalidCronException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String expression;
    private final String field;
    private final String value;
    private final String mend;

    InvalidCronException(String expression, String field, String value, String problem, String mend) {
        super("cron '" + expression + "': " + field + " '" + value + "' " + problem + "; " + mend);
        this.expression = expression;
        this.field = field;
        this.value = value;
        this.mend = mend;
    }

    /** The whole expression as the author wrote it. */
    public String expression() {
        return expression;
    }

    /** Name of the offending field, such as {@code day of month}; {@code expression} where it is the whole. */
    public String field() {
        return field;
    }

    /** The offending part of the expression. */
    public String value() {
        return value;
    }

    /** What to write instead. */
    public String mend() {
        return mend;
    }
}
