package dev.rondo.e2e.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What rules find wrong. */
final class Findings {

    private final List<String> all = new ArrayList<>();

    /**
     * Notes that a rule is violated, unless all is right.
     *
     * @param where what it was found by
     */
    void unless(boolean right, String rule, Object... where) {
        if (!right) {
            all.add(rule + ": " + Stream.of(where).map(String::valueOf).collect(Collectors.joining(" ")));
        }
    }

    List<String> all() {
        return List.copyOf(all);
    }
}
