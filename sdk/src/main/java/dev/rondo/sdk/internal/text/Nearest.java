package dev.rondo.sdk.internal.text;

import java.util.Collection;
import java.util.Optional;

/** Finds what an author may have meant. */
public final class Nearest {

    private Nearest() {}

    /** A hint such as {@code did you mean 'train'?}, or the alternative when nothing is near. */
    public static String hint(String written, Collection<String> known, String otherwise) {
        return find(written, known).map(name -> "did you mean '" + name + "'?").orElse(otherwise);
    }

    /** The known name with the smallest edit distance, if that is small for its length. */
    public static Optional<String> find(String written, Collection<String> known) {
        int bound = Math.max(1, written.length() / 3);
        String best = null;
        for (String name : known) {
            int distance = distance(written, name, bound);
            if (distance <= bound && (best == null || distance < bound || name.compareTo(best) < 0)) {
                // A smaller distance tightens the bound, so that of equals the first in the alphabet stays.
                bound = distance;
                best = name;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Insertions, deletions, replacements and swaps of neighbours, each 1; above the bound any larger number. */
    static int distance(String a, String b, int bound) {
        if (Math.abs(a.length() - b.length()) > bound) {
            return bound + 1;
        }
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[b.length()];
    }
}
