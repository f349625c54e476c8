package dev.rondo.core.state;

import java.util.Arrays;

/**
 * From cell to changed amount: what one event does to the counters of a run. A small open-addressed map, as long as few
 * cells change; an array of all, when many do: neighbours lie together there, and it does not grow any more.
 */
final class IntDeltas {

    private static final int FREE = -1;

    private final int cells;
    private int[] keys = new int[64];
    private int[] values = new int[64];
    private int used;
    private boolean isDense;

    /** Nothing has changed of so many cells. */
    IntDeltas(int cells) {
        this.cells = cells;
        Arrays.fill(keys, FREE);
    }

    int get(int key) {
        if (isDense) {
            return values[key];
        }
        int slot = slot(keys, key);
        return keys[slot] == key ? values[slot] : 0;
    }

    void add(int key, int delta) {
        if (isDense) {
            values[key] += delta;
        } else {
            addSparse(key, delta);
        }
    }

    private void addSparse(int key, int delta) {
        int slot = slot(keys, key);
        if (keys[slot] == FREE) {
            // Half full at most, so that probing stays short.
            if (2 * ++used > keys.length) {
                if (16 * keys.length > cells) {
                    spread();
                    values[key] += delta;
                    return;
                }
                grow();
                slot = slot(keys, key);
            }
            keys[slot] = key;
        }
        values[slot] += delta;
    }

    private void spread() {
        int[] all = new int[cells];
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != FREE) {
                all[keys[i]] = values[i];
            }
        }
        values = all;
        keys = new int[0];
        isDense = true;
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
