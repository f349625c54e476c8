package dev.rondo.webserver.rest;

import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** Whether a route is open to a caller: by their role for everything, or by one for the DAG that it is about. */
final class Access {

    private Access() {}

    /** The DAG that the path names; null: none, or {@code ~}, which is any. */
    static @Nullable String dagId(Context context, Api.Declared route) {
        String named = route.namesDag() ? context.pathParam("dag_id") : "~";
        return named.equals("~") ? null : named;
    }

    /** Refuses at once whoever has the role for no DAG at all. */
    static void checkRole(Caller caller, Role needed) {
        if (!caller.rights().highest().covers(needed)) {
            throw tooLow(caller, needed, caller.rights().highest(), "");
        }
    }

    /** Whether a route is open; one that looks for itself which DAGs it may tell of is, where no DAG is named. */
    static boolean isOpen(Caller caller, Api.Declared route, @Nullable String dagId) {
        Rights rights = caller.rights();
        return rights.everywhere().covers(route.role())
                || (dagId == null ? route.ofDags() : rights.of(dagId).covers(route.role()));
    }

    /**
     * Lets a request through.
     *
     * @param dagId the DAG that it is about; null: none, or several
     * @throws ProblemException 403 when it is not open
     */
    static void require(Caller caller, Api.Declared route, @Nullable String dagId) {
        if (isOpen(caller, route, dagId)) {
            return;
        }
        TokenScope token = caller.token();
        ProblemException ofToken =
                token == null ? null : token.refusal(dagId, caller.own().tagsOf());
        if (ofToken != null) {
            throw ofToken;
        }
        // The same for a DAG that there is not: whoever may not read it is not told.
        throw dagId == null
                ? tooLow(caller, route.role(), caller.role(), " for all DAGs")
                : tooLow(caller, route.role(), caller.rights().of(dagId), " for DAG '" + dagId + "'");
    }

    private static ProblemException tooLow(Caller caller, Role needed, Role has, String where) {
        String who = "'" + caller.username() + "'";
        return new ProblemException(
                403,
                "ROLE_TOO_LOW",
                "this needs the role " + needed.wireName() + where + "; "
                        + (caller.tokenName() == null ? who : "the token '" + caller.tokenName() + "' of " + who)
                        + (has.covers(Role.VIEWER) ? " is " + has.wireName() : " has none")
                        + (where.isEmpty() ? "" : " there"));
    }
}
