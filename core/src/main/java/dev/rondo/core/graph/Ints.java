package dev.rondo.core.graph;

import java.util.Arrays;
import java.util.stream.IntStream;

/** An immutable list of ints, ascending and without doubles: the neighbours of a task, without boxes. */
public final class Ints {

    /** The empty list. */
    public static final Ints NONE = new Ints(new int[0]);

    private final int[] values;

    private Ints(int[] values) {
        this.values = values;
    }

    /** These values, sorted, each once. */
    public static Ints of(int... values) {
        return values.length == 0
                ? NONE
                : new Ints(IntStream.of(values).sorted().distinct().toArray());
    }

    /** The values of a stream, sorted, each once. */
    public static Ints of(IntStream values) {
        return of(values.toArray());
    }

    public int size() {
        return values.length;
    }

    public boolean isEmpty() {
        return values.length == 0;
    }

    /**
     * The value at a position.
     *
     * @throws ArrayIndexOutOfBoundsException when there is no such position
     */
    public int get(int position) {
        return values[position];
    }

    public boolean contains(int value) {
        return Arrays.binarySearch(values, value) >= 0;
    }

    public IntStream stream() {
        return IntStream.of(values);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ints that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
