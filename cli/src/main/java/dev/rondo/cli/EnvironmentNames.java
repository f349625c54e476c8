package dev.rondo.cli;

import dev.rondo.sdk.internal.text.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names of environment variables that Rondo reads: those of {@link Setting}, and those of which the rest is free. A
 * name that begins with {@code RONDO_} and is none of them is an error: a setting with a typo would be ignored in
 * silence otherwise. {@code docs/reference/environment.md} says what each does.
 */
public final class EnvironmentNames {

    private static final String OURS = "RONDO_";

    /** What names of which the rest is free begin with. Default arguments are checked where they are read. */
    static final Set<String> PREFIXES = Set.of("RONDO_CONN_", "RONDO_CTX_", "RONDO_DEFAULT_ARGS_", "RONDO_VAR_");

    private EnvironmentNames() {}

    /** What is wrong with these names of variables, a sentence each. */
    public static List<String> problems(Collection<String> names) {
        List<String> problems = new ArrayList<>();
        for (String name : new TreeSet<>(names)) {
            if (name.startsWith(OURS) && !Setting.names().contains(name) && !isFree(name)) {
                problems.add("there is no setting " + name + "; "
                        + hint(name, "unset it; docs/reference/environment.md lists the settings there are"));
            }
        }
        return problems;
    }

    /** Whether the name begins as those of connections, variables and default arguments do. */
    public static boolean isFree(String name) {
        return PREFIXES.stream().anyMatch(name::startsWith);
    }

    /** Which setting someone may have meant; the alternative where none is near. */
    public static String hint(String name, String otherwise) {
        return Nearest.hint(name.toUpperCase(Locale.ROOT), Setting.names(), otherwise);
    }
}
