package dev.rondo.webserver.rest;

import io.javalin.security.RouteRole;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a caller may do; each may what those before it may. The names are Airflow's. */
public enum Role implements RouteRole {
    /** No sign-in needed: health, version, the page's files and the sign-in itself. */
    PUBLIC,
    /**
     * Signed in, and for all DAGs nothing more: may what they were granted for single ones, and tokens of their own.
     */
    NONE,
    /** Reads DAGs, runs, instances and logs. */
    VIEWER,
    /** Triggers, clears, marks, pauses. */
    USER,
    /** Changes pools, variables and connections, reads variables and connections. */
    OP,
    /** Everything. */
    ADMIN;

    private static final List<String> NAMES = List.of("none", "viewer", "user", "op", "admin");

    /** Whether a caller of this role may call what needs the other. */
    public boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }

    /** The lower of the two. */
    public Role atMost(Role other) {
        return covers(other) ? other : this;
    }

    /** The name in the database. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of that name; one we do not know may nothing. */
    public static Role ofWireName(String name) {
        for (Role role : values()) {
            if (role != PUBLIC && role.wireName().equals(name)) {
                return role;
            }
        }
        return NONE;
    }

    /** The name that Airflow's FAB auth manager shows. */
    public String fabName() {
        return name().charAt(0) + wireName().substring(1);
    }

    /** The role that somebody asks for. */
    public static Role asked(String where, String name) {
        return Arrays.stream(values())
                .filter(role -> role != PUBLIC && role.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.notAllowed(where, name, NAMES));
    }
}
