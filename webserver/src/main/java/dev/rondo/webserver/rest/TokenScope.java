package dev.rondo.webserver.rest;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a token of the API narrows its user's rights to. One for given DAGs opens the routes that name such a DAG in
 * their path, and no others: what names none may tell of every DAG.
 *
 * @param dagIds with tags both empty: every DAG
 * @param hasTag whether the DAG of an id has one of the tags
 */
public record TokenScope(
        String name, boolean readOnly, List<String> dagIds, List<String> tags, Predicate<String> hasTag) {

    public TokenScope {
        dagIds = List.copyOf(dagIds);
        tags = List.copyOf(tags);
    }

    /**
     * Lets a request through.
     *
     * @param dagId the DAG that its path names; null: none
     * @throws ProblemException 403 when the token is not for that
     */
    void check(Api.Declared route, @Nullable String dagId) {
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
        if (dagIds.isEmpty() && tags.isEmpty()) {
            return;
        }
        if (dagId == null || dagId.equals("~")) {
            throw new ProblemException(
                    403,
                    "TOKEN_OF_DAGS",
                    said() + " for " + dags() + " alone: it opens what names a DAG in its path, such as"
                            + " /api/v2/dags/{dag_id}/dagRuns, and no list of all");
        }
        if (!dagIds.contains(dagId) && !hasTag.test(dagId)) {
            throw new ProblemException(
                    403, "TOKEN_OF_DAGS", said() + " for " + dags() + " alone, not for '" + dagId + "'");
        }
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
