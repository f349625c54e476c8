package dev.rondo.sdk.internal.template;

import dev.rondo.sdk.internal.template.TemplateValue.Day;
import dev.rondo.sdk.internal.template.TemplateValue.Int;
import dev.rondo.sdk.internal.template.TemplateValue.LocalMoment;
import dev.rondo.sdk.internal.template.TemplateValue.Moment;
import dev.rondo.sdk.internal.template.TemplateValue.Real;
import dev.rondo.sdk.internal.template.TemplateValue.Sequence;
import dev.rondo.sdk.internal.template.TemplateValue.Span;
import dev.rondo.sdk.internal.template.TemplateValue.Text;
import java.math.BigInteger;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arithmetic, as in Python. */
final class Operators {

    private Operators() {}

    static TemplateValue binary(String operator, TemplateValue left, TemplateValue right) {
        Values.requireDefined(left);
        Values.requireDefined(right);
        if (operator.equals("~")) {
            return text(PythonText.of(left) + PythonText.of(right));
        }
        if (Values.isNumber(left) && Values.isNumber(right)) {
            return left instanceof Real || right instanceof Real
                    ? reals(operator, Values.real(left, ""), Values.real(right, ""))
                    : integers(operator, Values.bigInteger(left, ""), Values.bigInteger(right, ""));
        }
        TemplateValue result = switch (operator) {
            case "+" -> plus(left, right);
            case "-" -> minus(left, right);
            case "*" -> times(left, right);
            case "/", "//" -> divided(operator, left, right);
            case "%" -> left instanceof Text text ? text(PercentFormat.format(text.value(), right)) : null;
            default -> null;
        };
        if (result == null) {
            throw new TemplateException("the operator '" + operator + "' does not go with " + Values.typeName(left)
                    + " and " + Values.typeName(right));
        }
        return result;
    }

    static TemplateValue sign(boolean negative, TemplateValue operand) {
        return switch (Values.requireDefined(operand)) {
            case Real number -> new Real(negative ? -number.value() : number.value());
            case Span span -> new Span(negative ? span.length().negated() : span.length());
            case TemplateValue other -> {
                BigInteger number = Values.bigInteger(other, "a sign needs a number");
                yield new Int(negative ? number.negate() : number);
            }
        };
    }

    private static TemplateValue integers(String operator, BigInteger a, BigInteger b) {
        return switch (operator) {
            case "+" -> integer(a.add(b));
            case "-" -> integer(a.subtract(b));
            case "*" -> integer(a.multiply(b));
            case "/" -> {
                requireDivisor(b.signum() != 0);
                yield new Real(a.doubleValue() / b.doubleValue());
            }
            case "//" -> {
                requireDivisor(b.signum() != 0);
                yield new Int(floor(a, b));
            }
            case "%" -> {
                requireDivisor(b.signum() != 0);
                yield new Int(a.subtract(b.multiply(floor(a, b))));
            }
            case "**" -> power(a, b);
            default -> throw new TemplateException("unknown operator " + operator);
        };
    }

    private static BigInteger floor(BigInteger a, BigInteger b) {
        BigInteger[] result = a.divideAndRemainder(b);
        boolean below = result[1].signum() != 0 && result[1].signum() != b.signum();
        return below ? result[0].subtract(BigInteger.ONE) : result[0];
    }

    private static TemplateValue power(BigInteger base, BigInteger exponent) {
        if (exponent.signum() < 0) {
            return new Real(Math.pow(base.doubleValue(), exponent.doubleValue()));
        }
        // Judged before it is computed.
        if (base.abs().bitLength() > 1
                && (exponent.bitLength() >= Integer.SIZE - 1
                        || (long) base.bitLength() * exponent.intValue() > Limits.MAX_BITS)) {
            throw new TemplateException("a power of more than " + Limits.MAX_BITS + " bits");
        }
        if (base.abs().bitLength() <= 1) {
            boolean one = base.signum() > 0 || exponent.signum() == 0 || (base.signum() < 0 && !exponent.testBit(0));
            return new Int(one ? BigInteger.ONE : base);
        }
        return new Int(base.pow(exponent.intValue()));
    }

    private static TemplateValue integer(BigInteger value) {
        if (value.bitLength() > Limits.MAX_BITS) {
            throw new TemplateException("a number of more than " + Limits.MAX_BITS + " bits");
        }
        return new Int(value);
    }

    private static void requireDivisor(boolean notZero) {
        if (!notZero) {
            throw new TemplateException("division by zero");
        }
    }

    private static TemplateValue reals(String operator, double a, double b) {
        return switch (operator) {
            case "+" -> new Real(a + b);
            case "-" -> new Real(a - b);
            case "*" -> new Real(a * b);
            case "/" -> {
                requireDivisor(b != 0);
                yield new Real(a / b);
            }
            case "//" -> {
                requireDivisor(b != 0);
                yield new Real(Math.floor(a / b));
            }
            case "%" -> {
                requireDivisor(b != 0);
                yield new Real(a - b * Math.floor(a / b));
            }
            case "**" -> new Real(Math.pow(a, b));
            default -> throw new TemplateException("unknown operator " + operator);
        };
    }

    private static @Nullable TemplateValue plus(TemplateValue left, TemplateValue right) {
        return switch (left) {
            case Text a when right instanceof Text b -> text(a.value() + b.value());
            case Sequence a
            when right instanceof Sequence b && a.tuple() == b.tuple() -> {
                Limits.requireSize((long) a.items().size() + b.items().size());
                List<TemplateValue> items = new ArrayList<>(a.items());
                items.addAll(b.items());
                yield new Sequence(items, a.tuple());
            }
            case Span a when right instanceof Span b -> new Span(a.length().plus(b.length()));
            case Span a -> right instanceof Span ? null : shifted(right, a.length());
            default -> right instanceof Span b ? shifted(left, b.length()) : null;
        };
    }

    private static @Nullable TemplateValue minus(TemplateValue left, TemplateValue right) {
        if (right instanceof Span b) {
            return left instanceof Span a
                    ? new Span(a.length().minus(b.length()))
                    : shifted(left, b.length().negated());
        }
        return switch (left) {
            case Moment a when right instanceof Moment b -> new Span(Duration.between(b.at(), a.at()));
            case LocalMoment a when right instanceof LocalMoment b -> new Span(Duration.between(b.at(), a.at()));
            case Day a
            when right instanceof Day b -> new Span(Duration.ofDays(ChronoUnit.DAYS.between(b.date(), a.date())));
            default -> null;
        };
    }

    private static @Nullable TemplateValue shifted(TemplateValue value, Duration by) {
        return switch (value) {
            case Moment moment -> new Moment(Calendar.plus(moment.at(), by));
            case LocalMoment moment -> new LocalMoment(moment.at().plus(by));
            case Day day -> new Day(day.date().plusDays(Math.floorDiv(by.toSeconds(), 86_400L)));
            default -> null;
        };
    }

    private static @Nullable TemplateValue times(TemplateValue left, TemplateValue right) {
        if (left instanceof Int && !(right instanceof Int)) {
            return times(right, left);
        }
        if (left instanceof Span span && Values.isNumber(right)) {
            return new Span(scaled(span.length(), Values.real(right, "")));
        }
        if (!(right instanceof Int number)) {
            return null;
        }
        int count = number.value().signum() <= 0
                ? 0
                : number.value().min(BigInteger.valueOf(Limits.MAX_SIZE + 1L)).intValue();
        return switch (left) {
            case Text text -> {
                Limits.requireSize((long) text.value().length() * count);
                yield new Text(text.value().repeat(count));
            }
            case Sequence sequence -> {
                Limits.requireSize((long) sequence.items().size() * count);
                List<TemplateValue> items = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    items.addAll(sequence.items());
                }
                yield new Sequence(items, sequence.tuple());
            }
            default -> null;
        };
    }

    private static @Nullable TemplateValue divided(String operator, TemplateValue left, TemplateValue right) {
        if (!(left instanceof Span a)) {
            return null;
        }
        if (right instanceof Span b) {
            requireDivisor(!b.length().isZero());
            double quotient = SpanMembers.seconds(a.length()) / SpanMembers.seconds(b.length());
            return operator.equals("/") ? new Real(quotient) : TemplateValue.of((long) Math.floor(quotient));
        }
        if (!Values.isNumber(right)) {
            return null;
        }
        double divisor = Values.real(right, "");
        requireDivisor(divisor != 0);
        return new Span(scaled(a.length(), 1 / divisor));
    }

    private static Duration scaled(Duration length, double factor) {
        return Duration.of(Math.round(SpanMembers.seconds(length) * 1e6 * factor), ChronoUnit.MICROS);
    }

    private static TemplateValue text(String value) {
        Limits.requireSize(value.length());
        return new Text(value);
    }
}
