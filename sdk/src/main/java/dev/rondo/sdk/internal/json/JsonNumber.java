package dev.rondo.sdk.internal.json;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A JSON number as it was written. Two numbers are equal when their texts are; compare {@link #toBigDecimal()} for the
 * value.
 *
 * @param text a number by JSON's grammar: no leading zeros, no {@code +} in front, neither NaN nor infinity
 */
public record JsonNumber(String text) implements JsonValue {

    /** Digits that an integer written with an exponent may have: {@code 1e999999999} must not fill the heap. */
    private static final int MAX_EXPANDED_DIGITS = 10_000;

    public JsonNumber {
        if (!isNumber(text)) {
            throw new IllegalArgumentException("not a JSON number: '" + text + "'");
        }
    }

    /** The number for a long. */
    public static JsonNumber of(long value) {
        return new JsonNumber(Long.toString(value));
    }

    /**
     * The number for a finite double, in the shortest digits that give it back.
     *
     * @throws IllegalArgumentException for NaN and the infinities, which JSON has no number for
     */
    public static JsonNumber of(double value) {
        return new JsonNumber(Double.toString(value));
    }

    /** The number for a decimal, with its scale. */
    public static JsonNumber of(BigDecimal value) {
        return new JsonNumber(value.toString());
    }

    @Override
    public String kind() {
        return "number";
    }

    /** Whether it is written as a whole number: digits only, neither fraction nor exponent. */
    public boolean isInteger() {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' || c == 'e' || c == 'E') {
                return false;
            }
        }
        return true;
    }

    /**
     * The value as a long.
     *
     * @throws ArithmeticException when it is not whole or out of range
     */
    public long toLong() {
        if (isInteger() && text.length() <= 18) {
            return Long.parseLong(text);
        }
        return toBigInteger().longValueExact();
    }

    /**
     * The value as an int.
     *
     * @throws ArithmeticException when it is not whole or out of range
     */
    public int toInt() {
        return Math.toIntExact(toLong());
    }

    /** The nearest double; numbers beyond its range give an infinity. */
    public double toDouble() {
        return Double.parseDouble(text);
    }

    /**
     * The exact value.
     *
     * @throws ArithmeticException when its exponent is beyond what a decimal holds
     */
    public BigDecimal toBigDecimal() {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            ArithmeticException outOfRange = new ArithmeticException("exponent out of range: " + text);
            outOfRange.initCause(e);
            throw outOfRange;
        }
    }

    /**
     * The value as a whole number.
     *
     * @throws ArithmeticException when it is not whole, or has more than 10,000 digits by its exponent alone
     */
    public BigInteger toBigInteger() {
        if (isInteger()) {
            return new BigInteger(text);
        }
        BigDecimal value = toBigDecimal();
        if (value.scale() < -MAX_EXPANDED_DIGITS || value.scale() > MAX_EXPANDED_DIGITS + text.length()) {
            throw new ArithmeticException("too many digits to write out: " + text);
        }
        return value.toBigIntegerExact();
    }

    @Override
    public String toString() {
        return text;
    }

    /** Whether a text is a number by JSON's grammar. Written out: a regular expression costs start-up time. */
    static boolean isNumber(String text) {
        int end = text.length();
        int i = end > 0 && text.charAt(0) == '-' ? 1 : 0;
        int whole = i;
        i = skipDigits(text, i);
        if (i == whole || (text.charAt(whole) == '0' && i > whole + 1)) {
            return false;
        }
        if (i < end && text.charAt(i) == '.') {
            int fraction = i + 1;
            i = skipDigits(text, fraction);
            if (i == fraction) {
                return false;
            }
        }
        if (i < end && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
            i++;
            if (i < end && (text.charAt(i) == '+' || text.charAt(i) == '-')) {
                i++;
            }
            int exponent = i;
            i = skipDigits(text, exponent);
            if (i == exponent) {
                return false;
            }
        }
        return i == end;
    }

    private static int skipDigits(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        return i;
    }
}
