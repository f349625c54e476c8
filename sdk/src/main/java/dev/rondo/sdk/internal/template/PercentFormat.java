package dev.rondo.sdk.internal.template;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** The {@code %} operator of texts: {@code '%05.2f' % x}. */
final class PercentFormat {

    /** A field wider than this is a mistake. */
    private static final int MAX_WIDTH = 1_000;

    private final String format;
    private final List<TemplateValue> values;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private int used;

    private PercentFormat(String format, List<TemplateValue> values) {
        this.format = format;
        this.values = values;
    }

    static String format(String format, TemplateValue argument) {
        List<TemplateValue> values = argument instanceof TemplateValue.Sequence sequence && sequence.tuple()
                ? sequence.items()
                : List.of(argument);
        return new PercentFormat(format, values).run();
    }

    private String run() {
        while (at < format.length()) {
            char c = format.charAt(at++);
            if (c == '%') {
                conversion();
            } else {
                out.append(c);
            }
        }
        if (used < values.size()) {
            throw new TemplateException("'" + format + "' uses " + used + " of " + values.size() + " values");
        }
        return out.toString();
    }

    private void conversion() {
        boolean left = false;
        boolean zero = false;
        boolean plus = false;
        while (at < format.length() && "-0+ #".indexOf(format.charAt(at)) >= 0) {
            char flag = format.charAt(at++);
            left |= flag == '-';
            zero |= flag == '0';
            plus |= flag == '+';
        }
        int width = number();
        int precision = -1;
        if (at < format.length() && format.charAt(at) == '.') {
            at++;
            precision = number();
        }
        if (at == format.length()) {
            throw new TemplateException("'" + format + "' ends within a conversion");
        }
        char kind = format.charAt(at++);
        if (kind == '%') {
            out.append('%');
            return;
        }
        String text = converted(kind, precision);
        boolean numeric = kind != 's' && kind != 'r';
        if (plus && numeric && !text.startsWith("-")) {
            text = "+" + text;
        }
        pad(text, width, left, zero && numeric && !left);
    }

    private void pad(String text, int width, boolean left, boolean zero) {
        int missing = Math.max(0, width - text.codePointCount(0, text.length()));
        if (zero) {
            int sign = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
            out.append(text, 0, sign).append("0".repeat(missing)).append(text, sign, text.length());
        } else {
            out.append(left ? text + " ".repeat(missing) : " ".repeat(missing) + text);
        }
    }

    private int number() {
        int value = 0;
        while (at < format.length() && format.charAt(at) >= '0' && format.charAt(at) <= '9') {
            value = Math.min(MAX_WIDTH + 1, value * 10 + format.charAt(at++) - '0');
        }
        if (value > MAX_WIDTH) {
            throw new TemplateException("a field wider than " + MAX_WIDTH);
        }
        return value;
    }

    private String converted(char kind, int precision) {
        if (used == values.size()) {
            throw new TemplateException("'" + format + "' needs more than " + values.size() + " values");
        }
        TemplateValue value = values.get(used++);
        String problem = "'%" + kind + "' needs a number";
        return switch (kind) {
            case 's' -> shorten(PythonText.of(value), precision);
            case 'r' -> shorten(PythonText.repr(value), precision);
            case 'd', 'i' ->
                value instanceof TemplateValue.Real real
                        ? new BigDecimal(real.value()).toBigInteger().toString()
                        : Values.bigInteger(value, problem).toString();
            case 'x' -> Values.bigInteger(value, problem).toString(16);
            case 'f' ->
                new BigDecimal(Values.real(value, problem))
                        .setScale(precision < 0 ? 6 : precision, RoundingMode.HALF_EVEN)
                        .toPlainString();
            default -> throw new TemplateException("unknown conversion '%" + kind + "' in '" + format + "'");
        };
    }

    private static String shorten(String text, int precision) {
        return precision < 0 || precision >= text.length() ? text : text.substring(0, precision);
    }
}
