package dev.rondo.core.protocol;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Messages as bytes: a small self-describing form of records, used on the stream between scheduler and worker and on
 * the pipe between worker and task host. A record is written with the names of its fields, so that a peer of another
 * version ignores fields it does not know and takes null, 0, false or empty for those it misses.
 *
 * <p>A short text that comes again in a message, such as the name of a field, is written once and referred to by its
 * number from then on: a frame of many tries repeats most of what it says.
 *
 * <p>Kinds of values: null, boolean, int and long, double, String, Instant, List, Map with String keys, records, and
 * records of a sealed interface, which carry the simple name of their class.
 */
public final class Wire {

    private static final byte NULL = 0;
    private static final byte FALSE = 1;
    private static final byte TRUE = 2;
    private static final byte LONG = 3;
    private static final byte STRING = 4;
    private static final byte LIST = 5;
    private static final byte RECORD = 6;
    private static final byte MAP = 7;
    private static final byte DOUBLE = 8;
    private static final byte INSTANT = 9;
    private static final byte AGAIN = 10; // a text by the number of its first appearance

    // Names, ids and hashes are within this; longer texts seldom come twice.
    private static final int MAX_NUMBERED_BYTES = 256;

    private static final int MAX_VARINT_BYTES = 10;

    // Messages nest four deep; anything far beyond is no message of ours.
    private static final int MAX_DEPTH = 32;

    private final WireShapes shapes;

    /** For all messages. */
    public Wire() {
        this(List.of());
    }

    /**
     * For all messages, some of which are read and written without a look at their classes.
     *
     * @param forms of records of other packages; those of this one are known
     */
    public Wire(List<WireForm<?>> forms) {
        shapes = new WireShapes(Stream.concat(ProtocolForms.ALL.stream(), forms.stream())
                .collect(Collectors.toMap(WireForm::type, Function.identity())));
    }

    /** A message that is not in this form, or not of the type expected. */
    public static final class WireException extends RuntimeException {
        private static final long serialVersionUID = 1;

        WireException(String message) {
            super(message);
        }

        WireException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The bytes of a record. */
    public byte[] encode(Record message) {
        Writer out = new Writer();
        write(out, message);
        return out.toByteArray();
    }

    /**
     * The record in the bytes.
     *
     * @param type the record class, or the sealed interface whose records it may be
     * @throws WireException when the bytes are damaged or of another type
     */
    public <T> T decode(byte[] bytes, Class<T> type) {
        Reader in = new Reader(ByteBuffer.wrap(bytes));
        Object value;
        try {
            value = fit(in.read(0), type);
        } catch (BufferUnderflowException e) {
            throw new WireException("the message ends too early: " + bytes.length + " bytes", e);
        } catch (DateTimeException | ArithmeticException e) {
            throw new WireException("the message holds a value out of range: " + e.getMessage(), e);
        }
        if (in.bytes.hasRemaining()) {
            throw new WireException(in.bytes.remaining() + " bytes follow the message");
        }
        if (value == null) {
            throw new WireException("the message is null, expected " + type.getSimpleName());
        }
        return type.cast(value);
    }

    // No switch over types, here and in fit: the JVM spins a class for each, which no AOT cache keeps, and a task host
    // waits for it.
    private void write(Writer out, @Nullable Object value) {
        if (value == null) {
            out.write(NULL);
        } else if (value instanceof String s) {
            out.value(s);
        } else if (value instanceof Long l) {
            out.number(LONG, l);
        } else if (value instanceof Integer i) {
            out.number(LONG, i);
        } else if (value instanceof Boolean b) {
            out.write(b ? TRUE : FALSE);
        } else if (value instanceof Instant t) {
            out.write(INSTANT);
            out.varint(zigzag(t.getEpochSecond()));
            out.varint(t.getNano());
        } else if (value instanceof Record r) {
            writeRecord(out, r);
        } else if (value instanceof List<?> list) {
            out.write(LIST);
            out.varint(list.size());
            list.forEach(e -> write(out, e));
        } else if (value instanceof Map<?, ?> map) {
            out.write(MAP);
            out.varint(map.size());
            map.forEach((k, v) -> {
                out.name((String) k);
                write(out, v);
            });
        } else if (value instanceof Double d) {
            out.number(DOUBLE, Double.doubleToLongBits(d));
        } else {
            throw new WireException(
                    "a message cannot hold a " + value.getClass().getName());
        }
    }

    private void writeRecord(Writer out, Record record) {
        WireShapes.Shape shape = shapes.of(record.getClass());
        out.write(RECORD);
        out.name(shape.name());
        out.varint(shape.fields().size());
        @Nullable Object[] values = shape.values(record);
        for (int i = 0; i < values.length; i++) {
            out.name(shape.fields().get(i).name());
            write(out, values[i]);
        }
    }

    /** A record as read, before it is known which class it is to be. */
    private static final class Fields {
        private final String name;
        private final String[] names;
        private final @Nullable Object[] values;

        Fields(String name, String[] names, @Nullable Object[] values) {
            this.name = name;
            this.names = names;
            this.values = values;
        }

        /** The value of a field, which a peer of the same version has at this place. */
        @Nullable
        Object get(String field, int place) {
            if (place < names.length && names[place].equals(field)) {
                return values[place];
            }
            for (int i = 0; i < names.length; i++) {
                if (names[i].equals(field)) {
                    return values[i];
                }
            }
            return null;
        }
    }

    private Object make(Fields fields, Class<?> type) {
        WireShapes.Shape shape = shapes.find(type, fields.name);
        @Nullable Object[] arguments = new @Nullable Object[shape.fields().size()];
        for (int i = 0; i < arguments.length; i++) {
            WireShapes.Field field = shape.fields().get(i);
            arguments[i] = fit(fields.get(field.name(), i), field.type(), field.raw());
        }
        return shape.make(arguments);
    }

    private @Nullable Object fit(@Nullable Object value, Type type) {
        return fit(value, type, type instanceof ParameterizedType p ? (Class<?>) p.getRawType() : (Class<?>) type);
    }

    private @Nullable Object fit(@Nullable Object value, Type type, Class<?> raw) {
        if (value == null) {
            return absent(raw);
        }
        if (value instanceof Fields fields) {
            return make(fields, raw);
        }
        if (value instanceof Long l && (raw == int.class || raw == Integer.class)) {
            return Math.toIntExact(l);
        }
        if (value instanceof List<?> list) {
            Type element = argument(type, 0);
            List<@Nullable Object> fitted = new ArrayList<>(list.size());
            list.forEach(e -> fitted.add(fit(e, element)));
            return java.util.Collections.unmodifiableList(fitted);
        }
        if (value instanceof Map<?, ?> map) {
            Type element = argument(type, 1);
            Map<String, @Nullable Object> fitted = new LinkedHashMap<>();
            map.forEach((k, v) -> fitted.put((String) k, fit(v, element)));
            return java.util.Collections.unmodifiableMap(fitted);
        }
        if (!boxed(raw).isInstance(value)) {
            throw new WireException("expected " + raw.getSimpleName() + ", found "
                    + value.getClass().getSimpleName());
        }
        return value;
    }

    private static Type argument(Type type, int index) {
        if (type instanceof ParameterizedType p) {
            return p.getActualTypeArguments()[index];
        }
        throw new WireException("expected " + type.getTypeName() + ", found a list or map");
    }

    private static @Nullable Object absent(Class<?> raw) {
        if (raw == boolean.class) {
            return false;
        }
        if (raw == int.class) {
            return 0;
        }
        if (raw == long.class) {
            return 0L;
        }
        return raw == double.class ? (Object) 0.0 : null;
    }

    private static Class<?> boxed(Class<?> raw) {
        if (raw == boolean.class) {
            return Boolean.class;
        }
        if (raw == long.class) {
            return Long.class;
        }
        return raw == double.class ? Double.class : raw;
    }

    private static long zigzag(long n) {
        return (n << 1) ^ (n >> 63);
    }

    private static long unzigzag(long n) {
        return (n >>> 1) ^ -(n & 1);
    }

    /** Takes values out of the bytes of one message. */
    private static final class Reader {
        private final ByteBuffer bytes;
        private final List<String> numbered = new ArrayList<>();

        Reader(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        @Nullable
        Object read(int depth) {
            if (depth > MAX_DEPTH) {
                throw new WireException("the message is nested deeper than " + MAX_DEPTH);
            }
            byte kind = bytes.get();
            return switch (kind) {
                case NULL -> null;
                case FALSE -> false;
                case TRUE -> true;
                case LONG -> unzigzag(varint());
                case DOUBLE -> Double.longBitsToDouble(unzigzag(varint()));
                case STRING -> text();
                case AGAIN -> again(varint());
                case INSTANT -> Instant.ofEpochSecond(unzigzag(varint()), varint());
                case LIST -> {
                    int size = size();
                    List<@Nullable Object> list = new ArrayList<>(size);
                    for (int i = 0; i < size; i++) {
                        list.add(read(depth + 1));
                    }
                    yield list;
                }
                case MAP -> readMap(depth);
                case RECORD -> readRecord(depth);
                default ->
                    throw new WireException("unknown kind of value " + kind + " at byte " + (bytes.position() - 1));
            };
        }

        private Fields readRecord(int depth) {
            String record = name();
            int size = size();
            String[] names = new String[size];
            @Nullable Object[] values = new @Nullable Object[size];
            for (int i = 0; i < size; i++) {
                names[i] = name();
                values[i] = read(depth + 1);
            }
            return new Fields(record, names, values);
        }

        private Map<String, @Nullable Object> readMap(int depth) {
            int size = size();
            Map<String, @Nullable Object> map = LinkedHashMap.newLinkedHashMap(size);
            for (int i = 0; i < size; i++) {
                map.put(name(), read(depth + 1));
            }
            return map;
        }

        private long varint() {
            long value = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                byte b = bytes.get();
                value |= (long) (b & 0x7f) << shift;
                if (b >= 0) {
                    return value;
                }
            }
            throw new WireException("a number longer than 64 bits at byte " + bytes.position());
        }

        private int size() {
            long size = varint();
            if (size < 0 || size > bytes.remaining()) {
                throw new WireException("a size of " + size + " where " + bytes.remaining() + " bytes are left");
            }
            return (int) size;
        }

        private String name() {
            long number = varint();
            return number == 0 ? text() : again(number - 1);
        }

        private String again(long number) {
            if (number < 0 || number >= numbered.size()) {
                throw new WireException("text number " + number + " where " + numbered.size() + " have come");
            }
            return numbered.get((int) number);
        }

        private String text() {
            byte[] utf8 = new byte[size()];
            bytes.get(utf8);
            String text = new String(utf8, StandardCharsets.UTF_8);
            if (utf8.length <= MAX_NUMBERED_BYTES) {
                numbered.add(text);
            }
            return text;
        }
    }

    /** The bytes of one message as they grow; not for two threads. */
    private static final class Writer {
        private final Map<String, Integer> numbers = new HashMap<>(64);
        private byte[] bytes = new byte[1024];
        private int length;

        byte[] toByteArray() {
            return Arrays.copyOf(bytes, length);
        }

        private void reserve(int more) {
            if (bytes.length - length < more) {
                bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), bytes.length * 2));
            }
        }

        void write(byte b) {
            reserve(1);
            bytes[length++] = b;
        }

        void number(byte kind, long value) {
            write(kind);
            varint(zigzag(value));
        }

        void varint(long value) {
            reserve(MAX_VARINT_BYTES);
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                bytes[length++] = (byte) ((rest & 0x7f) | 0x80);
                rest >>>= 7;
            }
            bytes[length++] = (byte) rest;
        }

        void value(String text) {
            Integer number = numbers.get(text);
            if (number == null) {
                write(STRING);
                text(text);
            } else {
                write(AGAIN);
                varint(number);
            }
        }

        void name(String text) {
            Integer number = numbers.get(text);
            if (number == null) {
                varint(0);
                text(text);
            } else {
                varint(number + 1L);
            }
        }

        private void text(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            varint(utf8.length);
            reserve(utf8.length);
            System.arraycopy(utf8, 0, bytes, length, utf8.length);
            length += utf8.length;
            if (utf8.length <= MAX_NUMBERED_BYTES) {
                numbers.put(text, numbers.size());
            }
        }
    }
}
