package dev.rondo.sdk.internal.xcom;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes random types, and random values of them; the same seed always gives the same. */
final class RandomValues {

    record Box<T>(T content, int n) {}

    record Two<A, B>(A a, List<@Nullable B> bs) {}

    record Tree(String name, List<Tree> children) {}

    sealed interface Shape<T> permits Circle, Square, Nested {}

    record Circle<T>(double radius, T label) implements Shape<T> {}

    record Square<S>(S label) implements Shape<S> {}

    sealed interface Nested<N> extends Shape<N> permits Deep {}

    record Deep<N>(List<Shape<N>> parts) implements Nested<N> {}

    /** A type and a source of its values, which may give null. */
    record Sample(Type type, Supplier<@Nullable Object> values) {}

    private static final String[] ZONES = {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC", "Z"};

    private final Random random;

    RandomValues(long seed) {
        random = new Random(seed);
    }

    Sample sample(int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 1)) {
            case 0 -> scalar();
            case 1 -> list(sample(depth - 1));
            case 2 -> set(sample(depth - 1));
            case 3 -> map(scalar(), sample(depth - 1));
            case 4 -> optional(sample(depth - 1));
            case 5 -> box(sample(depth - 1));
            case 6 -> two(sample(depth - 1), sample(depth - 1));
            case 7 -> shape(sample(depth - 1));
            default -> new Sample(Tree.class, () -> tree(3));
        };
    }

    private Sample list(Sample of) {
        return new Sample(GenericTypes.listOf(of.type()), () -> elements(of));
    }

    private Sample set(Sample of) {
        return new Sample(GenericTypes.of(Set.class, of.type()), () -> new LinkedHashSet<>(elements(of)));
    }

    private List<@Nullable Object> elements(Sample of) {
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            elements.add(of.values().get());
        }
        return elements;
    }

    private Sample map(Sample key, Sample value) {
        return new Sample(GenericTypes.of(Map.class, key.type(), value.type()), () -> {
            Map<Object, @Nullable Object> map = new LinkedHashMap<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                Object each = key.values().get();
                if (each != null) {
                    map.put(each, value.values().get());
                }
            }
            return map;
        });
    }

    private Sample optional(Sample of) {
        return new Sample(
                GenericTypes.optionalOf(of.type()),
                () -> Optional.ofNullable(random.nextBoolean() ? of.values().get() : null));
    }

    private Sample box(Sample of) {
        return new Sample(
                GenericTypes.of(Box.class, of.type()),
                () -> new Box<>(of.values().get(), random.nextInt()));
    }

    private Sample two(Sample a, Sample b) {
        return new Sample(
                GenericTypes.of(Two.class, a.type(), b.type()),
                () -> new Two<>(a.values().get(), elements(b)));
    }

    private Sample shape(Sample label) {
        return new Sample(GenericTypes.of(Shape.class, label.type()), () -> shapeValue(label, 3));
    }

    private Shape<?> shapeValue(Sample label, int depth) {
        return switch (random.nextInt(depth > 0 ? 3 : 2)) {
            case 0 -> new Circle<>(random.nextGaussian(), label.values().get());
            case 1 -> new Square<>(label.values().get());
            default -> new Deep<>(List.of(cast(shapeValue(label, depth - 1))));
        };
    }

    @SuppressWarnings("unchecked") // the label is of one type throughout
    private static Shape<Object> cast(Shape<?> shape) {
        return (Shape<Object>) shape;
    }

    private Tree tree(int depth) {
        List<Tree> children = new ArrayList<>();
        for (int i = depth > 0 ? random.nextInt(3) : 0; i > 0; i--) {
            children.add(tree(depth - 1));
        }
        return new Tree(text(), children);
    }

    private Sample scalar() {
        Scalar[] all = Scalar.values();
        Scalar scalar = all[random.nextInt(all.length)];
        Object example = scalarValue(scalar);
        // The declared type of a region is ZoneId, not its hidden subclass.
        Class<?> type = example instanceof ZoneId && scalar == Scalar.ZONE ? ZoneId.class : example.getClass();
        return new Sample(type, () -> random.nextInt(8) == 0 ? null : scalarValue(scalar));
    }

    private Object scalarValue(Scalar scalar) {
        return switch (scalar) {
            case STRING -> text();
            case BOOLEAN -> random.nextBoolean();
            case CHAR -> (char) random.nextInt(0x10000);
            case BYTE -> (byte) random.nextInt();
            case SHORT -> (short) random.nextInt();
            case INT -> random.nextInt();
            case LONG -> random.nextLong();
            case FLOAT -> Float.intBitsToFloat(random.nextInt());
            case DOUBLE -> Double.longBitsToDouble(random.nextLong());
            case BIGINTEGER -> new BigInteger(random.nextInt(200), random);
            case DECIMAL -> new BigDecimal(new BigInteger(80, random), random.nextInt(-50, 50));
            case UUID_ -> new UUID(random.nextLong(), random.nextLong());
            case URI_ -> URI.create("gs://bucket/" + random.nextInt() + "?q=" + random.nextInt());
            default -> temporal(scalar);
        };
    }

    private Object temporal(Scalar scalar) {
        LocalDateTime local = LocalDateTime.ofEpochSecond(
                random.nextLong(-400_000_000_000L, 400_000_000_000L), random.nextInt(1_000_000_000), ZoneOffset.UTC);
        ZoneOffset offset = ZoneOffset.ofTotalSeconds(random.nextInt(-18 * 3600, 18 * 3600));
        ZoneId zone = ZoneId.of(ZONES[random.nextInt(ZONES.length)]);
        return switch (scalar) {
            case INSTANT -> local.toInstant(ZoneOffset.UTC);
            case DATE -> local.toLocalDate();
            case TIME -> local.toLocalTime();
            case DATETIME -> local;
            case OFFSET_TIME -> OffsetTime.of(local.toLocalTime(), offset);
            case OFFSET_DATETIME -> OffsetDateTime.of(local, offset);
            // From an instant, so that both sides of a clock change occur.
            case ZONED_DATETIME -> ZonedDateTime.ofInstant(local.toInstant(offset), zone);
            case DURATION -> Duration.ofSeconds(random.nextLong() / 2, random.nextInt(1_000_000_000));
            case PERIOD -> Period.of(random.nextInt(), random.nextInt(), random.nextInt());
            case ZONE -> zone;
            case OFFSET -> offset;
            case YEAR -> Year.of(random.nextInt(-999_999, 999_999));
            case YEAR_MONTH -> YearMonth.from(local);
            case MONTH_DAY -> MonthDay.of(Month.of(random.nextInt(1, 13)), random.nextInt(1, 29));
            default -> throw new IllegalArgumentException("no temporal: " + scalar);
        };
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append((char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000));
        }
        return text.toString();
    }
}
