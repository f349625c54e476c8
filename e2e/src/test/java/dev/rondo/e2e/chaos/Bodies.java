package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Lives.Jvm;
import dev.rondo.e2e.chaos.Lives.Life;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What runs at once, and in which JVM. */
final class Bodies implements Rule {

    @Override
    public void check(Story story, Findings findings) {
        story.left().of().values().forEach(lives -> noneAtOnce(lives, "no try runs twice at once", findings));
        Map<Jvm, List<Life>> ofJvms = new HashMap<>();
        story.lives()
                .forEach(life -> ofJvms.computeIfAbsent(life.jvm(), jvm -> new ArrayList<>())
                        .add(life));
        ofJvms.forEach((jvm, lives) -> {
            noneAtOnce(lives, "a JVM runs one task at a time", findings);
            findings.unless(
                    lives.size() == 1
                            || lives.stream()
                                    .allMatch(life ->
                                            story.task(life.key()).isolation().equals("warm")),
                    "what is isolated has a JVM of its own",
                    lives);
        });
    }

    private static void noneAtOnce(List<Life> lives, String rule, Findings findings) {
        List<Life> sorted =
                lives.stream().sorted(Comparator.comparingLong(Life::from)).toList();
        for (int i = 1; i < sorted.size(); i++) {
            findings.unless(!sorted.get(i).overlaps(sorted.get(i - 1)), rule, sorted.get(i - 1), sorted.get(i));
        }
    }
}
