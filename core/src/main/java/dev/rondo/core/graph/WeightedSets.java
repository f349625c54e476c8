package dev.rondo.core.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sets of numbered things, each of which has a weight, as bit sets. In most DAGs few weights occur: then a sum is
 * counted by masks, 64 things at a time.
 */
final class WeightedSets {

    /** Beyond so many different weights, masks cost as much as looking at each member. */
    private static final int MAX_MASKS = 16;

    private final int[] weights;
    private final List<Mask> masks;

    private record Mask(int weight, Bits bits) {}

    /** A class of its own, because a record should not hold an array. */
    private static final class Bits {
        private final long[] words;

        private Bits(long[] words) {
            this.words = words;
        }
    }

    WeightedSets(int[] weights) {
        this.weights = weights;
        Map<Integer, Bits> byWeight = new LinkedHashMap<>();
        for (int member = 0; member < weights.length && byWeight.size() <= MAX_MASKS; member++) {
            add(byWeight.computeIfAbsent(weights[member], weight -> new Bits(empty())).words, member);
        }
        this.masks = new ArrayList<>();
        if (byWeight.size() <= MAX_MASKS) {
            byWeight.forEach((weight, bits) -> masks.add(new Mask(weight, bits)));
        }
    }

    int weight(int member) {
        return weights[member];
    }

    long[] empty() {
        return new long[(weights.length + Long.SIZE - 1) / Long.SIZE];
    }

    static void add(long[] set, int member) {
        set[member / Long.SIZE] |= 1L << member;
    }

    static void addAll(long[] set, long[] more) {
        for (int word = 0; word < set.length; word++) {
            set[word] |= more[word];
        }
    }

    /** The weights of all members. */
    long sum(long[] set) {
        long sum = 0;
        for (Mask mask : masks) {
            long count = 0;
            for (int word = 0; word < set.length; word++) {
                count += Long.bitCount(set[word] & mask.bits().words[word]);
            }
            sum += count * mask.weight();
        }
        return masks.isEmpty() ? sumOneByOne(set) : sum;
    }

    private long sumOneByOne(long[] set) {
        long sum = 0;
        for (int word = 0; word < set.length; word++) {
            for (long bits = set[word]; bits != 0; bits &= bits - 1) {
                sum += weights[word * Long.SIZE + Long.numberOfTrailingZeros(bits)];
            }
        }
        return sum;
    }
}
