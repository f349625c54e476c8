package dev.rondo.core.state;

import java.util.Arrays;

/** A small open-addressed map from cell to changed amount: what one event does to the counters of a run. */
final class IntDeltas {

    private static final int FREE = -1;

    private int[] keys = new int[64];
    private int[] values = new int[64];
    private int used;

    IntDeltas() {
        Arrays.fill(keys, FREE);
    }

    int get(int key) {
        int slot = slot(keys, key);
        return keys[slot] == key ? values[slot] : 0;
    }

    void add(int key, int delta) {
        int slot = slot(keys, key);
        if (keys[slot] == FREE) {
            // Half full at most, so that probing stays short.
            if (2 * ++used > keys.length) {
                grow();
                slot = slot(keys, key);
            }
            keys[slot] = key;
        }
        values[slot] += delta;
    }

    private void grow() {
        int[] oldKeys = keys;
        int[] oldValues = values;
        keys = new int[2 * oldKeys.length];
        values = new int[2 * oldKeys.length];
        Arrays.fill(keys, FREE);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != FREE) {
                int slot = slot(keys, oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }

    private static int slot(int[] keys, int key) {
        int mask = keys.length - 1;
        // Fibonacci hashing spreads the regular distances of the cells of one task.
        int slot = (key * 0x9E3779B9) >>> 7 & mask;
        while (keys[slot] != FREE && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
