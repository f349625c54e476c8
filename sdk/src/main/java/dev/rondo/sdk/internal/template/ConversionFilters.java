package dev.rondo.sdk.internal.template;

import dev.rondo.sdk.internal.template.CallArguments.Bound;
import dev.rondo.sdk.internal.template.TemplateValue.Int;
import dev.rondo.sdk.internal.template.TemplateValue.Real;
import dev.rondo.sdk.internal.template.TemplateValue.Text;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Filters that give a number. */
final class ConversionFilters {

    /** Digits that a text may have to be read as a number. */
    private static final int MAX_DIGITS = 5_000;

    private ConversionFilters() {}

    static TemplateValue apply(String name, TemplateValue input, CallArguments arguments) {
        return switch (name) {
            case "int" -> integer(input, arguments.bind("default", "base"));
            case "float" -> real(input, arguments.bind("default"));
            case "round" -> round(input, arguments.bind("precision", "method"));
            default -> {
                arguments.requireNone();
                yield input instanceof Real number
                        ? new Real(Math.abs(number.value()))
                        : new Int(Values.bigInteger(input, "abs needs a number").abs());
            }
        };
    }

    private static TemplateValue integer(TemplateValue input, Bound in) {
        TemplateValue otherwise = in.get("default", TemplateValue.of(0));
        if (input instanceof Text text) {
            int base = Math.toIntExact(Math.max(0, Math.min(37, in.integer("base", 10))));
            BigInteger whole = whole(text.value().strip(), base);
            return whole != null ? new Int(whole) : fraction(text.value(), otherwise, true);
        }
        if (input instanceof Real number) {
            return Double.isFinite(number.value()) ? new Int(new BigDecimal(number.value()).toBigInteger()) : otherwise;
        }
        return Values.isNumber(input) ? new Int(Values.bigInteger(input, "")) : otherwise;
    }

    private static @Nullable BigInteger whole(String text, int base) {
        if (text.length() > MAX_DIGITS || base < 2 || base > Character.MAX_RADIX) {
            return null;
        }
        try {
            return new BigInteger(withoutPrefix(text.replace("_", ""), base), base);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** {@code 0x1f} with base 16, {@code 0o17} with 8 and {@code 0b11} with 2. */
    private static String withoutPrefix(String text, int base) {
        String prefix = switch (base) {
            case 16 -> "0x";
            case 8 -> "0o";
            case 2 -> "0b";
            default -> "";
        };
        return text.regionMatches(true, 0, prefix, 0, 2) ? text.substring(prefix.length()) : text;
    }

    private static TemplateValue real(TemplateValue input, Bound in) {
        TemplateValue otherwise = in.get("default", new Real(0));
        if (input instanceof Text text) {
            return fraction(text.value(), otherwise, false);
        }
        return Values.isNumber(input) ? new Real(Values.real(input, "")) : otherwise;
    }

    private static TemplateValue fraction(String text, TemplateValue otherwise, boolean truncate) {
        String trimmed = text.strip();
        // Java also reads 1d and 0x1p3, which are no numbers elsewhere.
        boolean plain = !trimmed.isEmpty() && trimmed.chars().allMatch(c -> "+-.eE0123456789".indexOf(c) >= 0);
        if (!plain || trimmed.length() > MAX_DIGITS) {
            return otherwise;
        }
        try {
            double value = Double.parseDouble(trimmed);
            return truncate ? new Int(new BigDecimal(value).toBigInteger()) : new Real(value);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** Always a float, as in Python's templates. */
    private static TemplateValue round(TemplateValue input, Bound in) {
        double value = Values.real(input, "round needs a number");
        long precision = in.integer("precision", 0);
        RoundingMode mode = switch (in.text("method", "common")) {
            case "common" -> RoundingMode.HALF_EVEN;
            case "ceil" -> RoundingMode.CEILING;
            case "floor" -> RoundingMode.FLOOR;
            default -> throw new TemplateException("the method of round is common, ceil or floor");
        };
        if (!Double.isFinite(value) || Math.abs(precision) > 300) {
            return new Real(value);
        }
        return new Real(new BigDecimal(value).setScale((int) precision, mode).doubleValue());
    }
}
