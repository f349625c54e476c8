package dev.rondo.sdk.internal.xcom;

import dev.rondo.sdk.internal.json.JsonBoolean;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.json.JsonWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The types that are one JSON string, number or boolean. One enum with switches instead of a class and some lambdas per
 * type: this is loaded by every task host, and each class and lambda costs start-up time.
 */
enum Scalar implements Codec {
    STRING("string", String.class),
    BOOLEAN("boolean", Boolean.class, boolean.class),
    CHAR("char", Character.class, char.class),
    BYTE("int8", Byte.class, byte.class),
    SHORT("int16", Short.class, short.class),
    INT("int32", Integer.class, int.class),
    LONG("int64", Long.class, long.class),
    FLOAT("float", Float.class, float.class),
    DOUBLE("double", Double.class, double.class),
    BIGINTEGER("integer", BigInteger.class),
    DECIMAL("decimal", BigDecimal.class),
    INSTANT("date-time", Instant.class),
    DATE("date", LocalDate.class),
    TIME("local-time", LocalTime.class),
    DATETIME("local-date-time", LocalDateTime.class),
    OFFSET_TIME("time", OffsetTime.class),
    OFFSET_DATETIME("offset-date-time", OffsetDateTime.class),
    ZONED_DATETIME("zoned-date-time", ZonedDateTime.class),
    DURATION("duration", Duration.class),
    PERIOD("period", Period.class),
    ZONE("time-zone", ZoneId.class),
    OFFSET("zone-offset", ZoneOffset.class),
    YEAR("year", Year.class),
    YEAR_MONTH("year-month", YearMonth.class),
    MONTH_DAY("month-day", MonthDay.class),
    UUID_("uuid", UUID.class),
    URI_("uri", URI.class);

    /** A number with more characters goes as a string: JSON readers, ours among them, refuse very long numbers. */
    private static final int MAX_NUMBER_CHARS = 1_000;

    private static final Map<Class<?>, Scalar> BY_CLASS = byClass();

    private static final Map<String, Scalar> BY_NAME = byName();

    private final Class<?> type;
    private final Class<?> primitive;
    private final String wireName;
    private final String format;

    Scalar(String format, Class<?> type) {
        this(format, type, type);
    }

    Scalar(String format, Class<?> type, Class<?> primitive) {
        this.format = format;
        this.type = type;
        this.primitive = primitive;
        this.wireName = name().toLowerCase(Locale.ROOT).replace("_", "");
    }

    private static Map<Class<?>, Scalar> byClass() {
        Map<Class<?>, Scalar> all = new HashMap<>();
        for (Scalar each : values()) {
            all.put(each.type, each);
            all.put(each.primitive, each);
        }
        return all;
    }

    private static Map<String, Scalar> byName() {
        Map<String, Scalar> all = new HashMap<>();
        for (Scalar each : values()) {
            all.put(each.wireName, each);
        }
        return all;
    }

    /** The scalar that has this {@code format} in JSON Schema; null when there is none. */
    static @Nullable Scalar ofFormat(String format) {
        // No map: only forms are checked by it, so task hosts need not build one.
        for (Scalar each : values()) {
            if (each.format.equals(format)) {
                return each;
            }
        }
        return null;
    }

    /** The scalar for a class, primitive or not; null when it is none. */
    static @Nullable Scalar of(Class<?> type) {
        return BY_CLASS.get(type);
    }

    /** The scalar with this name in stored values; null when there is none. */
    static @Nullable Scalar named(String wireName) {
        return BY_NAME.get(wireName);
    }

    /** The scalar that a value is; null when it is none. */
    static @Nullable Scalar ofValue(Object value) {
        Scalar exact = BY_CLASS.get(value.getClass());
        // Regions are of a hidden subclass of ZoneId.
        return exact == null && value instanceof ZoneId ? ZONE : exact;
    }

    /** Its name in stored values and in the canonical text of types. */
    String wireName() {
        return wireName;
    }

    boolean isNumber() {
        return Number.class.isAssignableFrom(type);
    }

    /** Whether there is a primitive beside the class. */
    boolean hasPrimitive() {
        return primitive != type;
    }

    @Override
    public void encode(Object value, JsonWriter out) {
        require(value);
        switch (this) {
            case BOOLEAN -> out.bool((Boolean) value);
            case BYTE, SHORT, INT, LONG -> out.number(((Number) value).longValue());
            case DOUBLE -> {
                double number = (Double) value;
                if (Double.isFinite(number)) {
                    out.number(number);
                } else {
                    out.string(Double.toString(number));
                }
            }
            case FLOAT -> numberOrString(value.toString(), Float.isFinite((Float) value), out);
            case BIGINTEGER -> numberOrString(value.toString(), true, out);
            // A negative scale or an exponent is lost in readers that keep numbers as digits.
            case DECIMAL -> {
                String text = value.toString();
                numberOrString(text, text.indexOf('E') < 0, out);
            }
            case YEAR -> out.number(((Year) value).getValue());
            default -> out.string(toText(value));
        }
    }

    private static void numberOrString(String text, boolean number, JsonWriter out) {
        if (number && text.length() <= MAX_NUMBER_CHARS) {
            out.number(new JsonNumber(text));
        } else {
            out.string(text);
        }
    }

    private void require(Object value) {
        if (!type.isInstance(value)) {
            throw XComException.mismatch("expected " + type.getName() + ", was a "
                    + value.getClass().getName() + "; an unchecked cast let it in");
        }
    }

    /** The value as text, as for a key of a map. */
    String toText(Object value) {
        require(value);
        return value.toString();
    }

    /**
     * The value that {@link #toText} gave this text for.
     *
     * @throws XComException when there is none
     */
    Object fromText(String text) {
        try {
            return parse(text);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new XComException(
                    XComException.Code.XCOM_MISMATCH, "expected " + wireName + ", found \"" + shorten(text) + "\"", e);
        }
    }

    private Object parse(String text) {
        return switch (this) {
            case STRING -> text;
            case BOOLEAN -> bool(text);
            case CHAR -> character(text);
            case BYTE -> Byte.valueOf(text);
            case SHORT -> Short.valueOf(text);
            case INT -> Integer.valueOf(text);
            case LONG -> Long.valueOf(text);
            case FLOAT -> Float.valueOf(text);
            case DOUBLE -> Double.valueOf(text);
            case BIGINTEGER -> new BigInteger(text);
            case DECIMAL -> new BigDecimal(text);
            case INSTANT -> Instant.parse(text);
            case DATE -> LocalDate.parse(text);
            case TIME -> LocalTime.parse(text);
            case DATETIME -> LocalDateTime.parse(text);
            case OFFSET_TIME -> OffsetTime.parse(text);
            case OFFSET_DATETIME -> OffsetDateTime.parse(text);
            case ZONED_DATETIME -> ZonedDateTime.parse(text);
            case DURATION -> Duration.parse(text);
            case PERIOD -> Period.parse(text);
            case ZONE -> ZoneId.of(text);
            case OFFSET -> ZoneOffset.of(text);
            case YEAR -> Year.of(Integer.parseInt(text));
            case YEAR_MONTH -> yearMonth(text);
            case MONTH_DAY -> MonthDay.parse(text);
            case UUID_ -> UUID.fromString(text);
            case URI_ -> URI.create(text);
        };
    }

    /** {@link YearMonth#toString} leaves out the sign that {@link YearMonth#parse} needs from year 10000 on. */
    private static YearMonth yearMonth(String text) {
        boolean longYear = text.length() > "9999-12".length() && Character.isDigit(text.charAt(0));
        return YearMonth.parse(longYear ? "+" + text : text);
    }

    private static Boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    private static Character character(String text) {
        if (text.length() != 1) {
            throw new IllegalArgumentException("not one character");
        }
        return text.charAt(0);
    }

    @Override
    public Object decode(JsonValue json) {
        return switch (json) {
            case JsonNumber number when isNumber() || this == YEAR -> fromNumber(number);
            case JsonBoolean bool when this == BOOLEAN -> bool.value();
            case JsonString text when writesStrings() -> fromText(text.value());
            default -> throw XComException.mismatch("expected " + wireName + ", found " + shown(json));
        };
    }

    private boolean writesStrings() {
        return switch (this) {
            case BOOLEAN, BYTE, SHORT, INT, LONG, YEAR -> false;
            default -> true;
        };
    }

    private Object fromNumber(JsonNumber number) {
        try {
            return switch (this) {
                case BYTE -> (byte) inRange(number, Byte.MIN_VALUE, Byte.MAX_VALUE);
                case SHORT -> (short) inRange(number, Short.MIN_VALUE, Short.MAX_VALUE);
                case INT -> number.toInt();
                case LONG -> number.toLong();
                case YEAR -> Year.of(number.toInt());
                case BIGINTEGER -> number.toBigInteger();
                case DECIMAL -> number.toBigDecimal();
                case FLOAT -> finite(Float.parseFloat(number.text()), number);
                default -> finite(number.toDouble(), number);
            };
        } catch (ArithmeticException | DateTimeException e) {
            throw new XComException(
                    XComException.Code.XCOM_MISMATCH,
                    "expected " + wireName + ", found " + shorten(number.text())
                            + ", which is not whole or out of range",
                    e);
        }
    }

    private static long inRange(JsonNumber number, long min, long max) {
        long value = number.toLong();
        if (value < min || value > max) {
            throw new ArithmeticException("out of range");
        }
        return value;
    }

    private static Float finite(float value, JsonNumber number) {
        if (Float.isInfinite(value)) {
            throw new ArithmeticException("beyond the range of a float: " + number);
        }
        return value;
    }

    private static Double finite(double value, JsonNumber number) {
        if (Double.isInfinite(value)) {
            throw new ArithmeticException("beyond the range of a double: " + number);
        }
        return value;
    }

    @Override
    public void describe(SchemaText out) {
        out.add(wireName);
    }

    @Override
    public JsonObject jsonSchema(JsonSchemas schemas) {
        return switch (this) {
            case STRING -> JsonSchemas.type("string");
            case BOOLEAN -> JsonSchemas.type("boolean");
            case BYTE, SHORT, INT, LONG, BIGINTEGER, YEAR -> JsonSchemas.formatted("integer", format);
            case FLOAT, DOUBLE, DECIMAL -> JsonSchemas.formatted("number", format);
            case CHAR ->
                JsonObject.builder()
                        .put("type", "string")
                        .put("format", format)
                        .put("minLength", 1)
                        .put("maxLength", 1)
                        .build();
            default -> JsonSchemas.formatted("string", format);
        };
    }

    /** A JSON value in a message: its kind, and its text when that is short. */
    static String shown(JsonValue json) {
        return switch (json) {
            case JsonString text -> "the string \"" + shorten(text.value()) + "\"";
            case JsonNumber number -> "the number " + shorten(number.text());
            case JsonBoolean bool -> bool.toString();
            default -> json.kind().equals("null") ? "null" : "an " + json.kind();
        };
    }

    static String shorten(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
