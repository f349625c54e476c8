package dev.rondo.e2e.container;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Dockerfile's instructions, by stage.
 *
 * @param stages in their order; the last one is the image
 */
record Dockerfile(List<Stage> stages) {

    private static final Pattern FROM = Pattern.compile("(\\S+)(?: AS (\\S+))?");

    private static final Pattern PAIR = Pattern.compile("(\\w+)=(\\S+)");

    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

    /** An instruction and what follows its word. */
    record Instruction(String word, String rest) {}

    /**
     * A stage.
     *
     * @param image that it begins with
     * @param name empty: it has none
     */
    record Stage(String image, String name, List<Instruction> instructions) {

        /** What follows each instruction of that word. */
        List<String> all(String word) {
            return instructions.stream()
                    .filter(each -> each.word().equals(word))
                    .map(Instruction::rest)
                    .toList();
        }

        /** What follows the only instruction of that word. */
        String one(String word) {
            List<String> all = all(word);
            if (all.size() != 1) {
                throw new AssertionError("not one " + word + ": " + all);
            }
            return all.getFirst();
        }

        /** The words of an instruction in its JSON form. */
        List<String> words(String word) {
            return QUOTED.matcher(one(word))
                    .results()
                    .map(match -> match.group(1))
                    .toList();
        }

        /** What the image sets for every process. */
        Map<String, String> environment() {
            Map<String, String> environment = new LinkedHashMap<>();
            all("ENV")
                    .forEach(pairs -> PAIR.matcher(pairs)
                            .results()
                            .forEach(pair -> environment.put(pair.group(1), pair.group(2))));
            return environment;
        }
    }

    static Dockerfile read(String text) {
        List<Stage> stages = new ArrayList<>();
        String whole = text.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.endsWith("\\") ? line.substring(0, line.length() - 1) + " " : line + "\n")
                .reduce("", String::concat);
        for (String line : whole.lines().filter(line -> !line.isBlank()).toList()) {
            String[] parts = line.split(" ", 2);
            if (parts[0].equals("FROM")) {
                Matcher from = FROM.matcher(parts[1]);
                if (!from.matches()) {
                    throw new AssertionError("this test knows no such form: " + line);
                }
                stages.add(new Stage(from.group(1), from.group(2) == null ? "" : from.group(2), new ArrayList<>()));
            } else {
                stages.getLast().instructions().add(new Instruction(parts[0], parts[1].strip()));
            }
        }
        return new Dockerfile(stages);
    }

    /** The stage that is the image. */
    Stage image() {
        return stages.getLast();
    }

    Stage stage(String name) {
        return stages.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no stage " + name));
    }
}
