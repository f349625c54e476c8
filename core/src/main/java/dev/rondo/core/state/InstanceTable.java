package dev.rondo.core.state;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The instances of a run in columns: some fifty bytes each, so that a hundred thousand cost five megabytes. */
final class InstanceTable {

    private static final TaskState[] STATES = TaskState.values();
    private static final long NO_TIME = Long.MIN_VALUE;

    private int rows;
    private byte[] states;
    private int[] tryNumbers;
    private int[] maxTries;
    private int[] lostTries;
    private long[] dispatchIds;
    private long[] nextAts;
    private long[] startDates;
    private long[] endDates;
    private int[] resultLengths;
    private final Map<Integer, List<String>> followed = new HashMap<>();

    InstanceTable(int capacity) {
        states = new byte[capacity];
        tryNumbers = new int[capacity];
        maxTries = new int[capacity];
        lostTries = new int[capacity];
        dispatchIds = new long[capacity];
        nextAts = new long[capacity];
        startDates = new long[capacity];
        endDates = new long[capacity];
        resultLengths = new int[capacity];
    }

    /** Adds rows that are all like this instance and returns the number of the first. */
    int add(Instance each, int number) {
        int first = rows;
        rows += number;
        if (rows > states.length) {
            grow(Math.max(rows, states.length + (states.length >> 1)));
        }
        for (int row = first; row < rows; row++) {
            set(row, each);
        }
        return first;
    }

    /**
     * Moves rows to the end, where more can follow, and returns the number of the first; the old ones are left over.
     */
    int moveToEnd(int first, int number) {
        int moved = rows;
        rows += number;
        if (rows > states.length) {
            grow(Math.max(rows, states.length + (states.length >> 1)));
        }
        for (int row = 0; row < number; row++) {
            set(moved + row, get(first + row, 0, 0));
        }
        return moved;
    }

    TaskState state(int row) {
        return STATES[states[row]];
    }

    boolean hasResult(int row) {
        return Tally.hasResult(state(row), resultLengths[row]);
    }

    Instance get(int row, int task, int mapIndex) {
        return new Instance(
                task,
                mapIndex,
                STATES[states[row]],
                tryNumbers[row],
                maxTries[row],
                lostTries[row],
                dispatchIds[row],
                instant(nextAts[row]),
                instant(startDates[row]),
                instant(endDates[row]),
                resultLengths[row],
                followed.isEmpty() ? null : followed.get(row));
    }

    void set(int row, Instance instance) {
        states[row] = (byte) instance.state().slot();
        tryNumbers[row] = instance.tryNumber();
        maxTries[row] = instance.maxTries();
        lostTries[row] = instance.lostTries();
        dispatchIds[row] = instance.dispatchId();
        nextAts[row] = micros(instance.nextAt());
        startDates[row] = micros(instance.startDate());
        endDates[row] = micros(instance.endDate());
        resultLengths[row] = instance.resultLength();
        List<String> follow = instance.followed();
        if (follow != null) {
            followed.put(row, follow);
        } else if (!followed.isEmpty()) {
            followed.remove(row);
        }
    }

    private void grow(int capacity) {
        states = Arrays.copyOf(states, capacity);
        tryNumbers = Arrays.copyOf(tryNumbers, capacity);
        maxTries = Arrays.copyOf(maxTries, capacity);
        lostTries = Arrays.copyOf(lostTries, capacity);
        dispatchIds = Arrays.copyOf(dispatchIds, capacity);
        nextAts = Arrays.copyOf(nextAts, capacity);
        startDates = Arrays.copyOf(startDates, capacity);
        endDates = Arrays.copyOf(endDates, capacity);
        resultLengths = Arrays.copyOf(resultLengths, capacity);
    }

    private static long micros(@Nullable Instant instant) {
        return instant == null ? NO_TIME : instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
    }

    private static @Nullable Instant instant(long micros) {
        return micros == NO_TIME
                ? null
                : Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    }
}
