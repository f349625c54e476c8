package dev.rondo.webserver.rest;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a token of the API narrows its user's rights to.
 *
 * @param role at most this
 * @param dagIds with tags both empty: every DAG
 */
public record TokenScope(String name, Role role, boolean readOnly, List<String> dagIds, List<String> tags) {

    public TokenScope {
        dagIds = List.copyOf(dagIds);
        tags = List.copyOf(tags);
    }

    private boolean isOfDags() {
        return !dagIds.isEmpty() || !tags.isEmpty();
    }

    /** The same as rights: those of a token for given DAGs are for these alone, and not for what belongs to none. */
    Rights limits() {
        return isOfDags()
                ? new Rights(List.of(new Rights.Part(Role.PUBLIC, each(dagIds), each(tags))), dagId -> Set.of())
                : Rights.of(role);
    }

    private Map<String, Role> each(List<String> names) {
        return names.stream().distinct().collect(Collectors.toUnmodifiableMap(Function.identity(), name -> role));
    }

    /**
     * Lets a request through that needs no sign-in, and reads if the token is for that alone.
     *
     * @throws ProblemException 403 otherwise
     */
    void check(Api.Declared route) {
        if (route.needsSignIn()) {
            throw new ProblemException(
                    403,
                    "SIGN_IN_NEEDED",
                    said() + " of the API, and only who has signed in makes and revokes tokens and looks after users;"
                            + " sign in with a password");
        }
        if (readOnly && !route.reads()) {
            throw new ProblemException(
                    403, "TOKEN_READS_ONLY", said() + " for reading only; make another for what changes something");
        }
    }

    /**
     * What is said of a DAG that it is not for, or where a request names none.
     *
     * @return null: it is for that
     */
    @Nullable
    ProblemException refusal(@Nullable String dagId, Function<String, Set<String>> tagsOf) {
        if (!isOfDags()) {
            return null;
        }
        if (dagId == null) {
            return new ProblemException(
                    403,
                    "TOKEN_OF_DAGS",
                    said() + " for " + dags() + " alone: it opens what names a DAG in its path, such as"
                            + " /api/v2/dags/{dag_id}/dagRuns, and lists, which show these DAGs; nothing else");
        }
        boolean isFor = dagIds.contains(dagId) || tagsOf.apply(dagId).stream().anyMatch(tags::contains);
        return isFor
                ? null
                : new ProblemException(
                        403, "TOKEN_OF_DAGS", said() + " for " + dags() + " alone, not for '" + dagId + "'");
    }

    private String said() {
        return "the token '" + name + "' is";
    }

    private String dags() {
        return Stream.of(named(dagIds.size() == 1 ? "DAG" : "DAGs", dagIds), named("DAGs tagged", tags))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" and "));
    }

    private static String named(String what, List<String> names) {
        return names.isEmpty() ? "" : what + " " + String.join(", ", names);
    }
}
