package dev.rondo.webserver.rest;

import java.util.Collection;

/** Told what requests read and what they are answered. The API's document is made by one that watches every route. */
public interface Observer {

    /** Of what kind a parameter is. */
    enum Kind {
        TEXT,
        INTEGER,
        /** With or without a fraction. */
        NUMBER,
        FLAG,
        MOMENT,
        /** May be given several times. */
        LIST,
        /** Whole numbers; may be given several times. */
        INTEGERS
    }

    /** Sees nothing. */
    Observer NONE = new Observer() {};

    /**
     * A request reads a parameter of its query.
     *
     * @param allowed what it may be; empty: anything of its kind
     */
    default void parameter(Api.Declared route, String name, Kind kind, Collection<String> allowed) {}

    /** A request reads its body. */
    default void body(Api.Declared route, Class<?> type) {}

    /** A request is answered. */
    default void answer(Api.Declared route, int status, Object answer) {}
}
