package dev.rondo.cli.server;

import dev.rondo.sdk.internal.json.JsonObject;
import java.util.Locale;

/**
 * Something that is wrong with an installation.
 *
 * @param code stable, such as {@code DISK_FULL}
 * @param what is wrong, a sentence without its stop
 * @param where a path, a URL, a setting
 * @param mend what to do
 */
record Finding(Gravity gravity, String code, String what, String where, String mend) {

    /** How bad it is. */
    enum Gravity {
        /** Good to know; nothing has to be done. */
        NOTE,
        /** It works, and will not always. */
        WARNING,
        /** Something does not work, or what is kept may be lost. */
        ERROR
    }

    static Finding note(String code, String what, String where, String mend) {
        return new Finding(Gravity.NOTE, code, what, where, mend);
    }

    static Finding warning(String code, String what, String where, String mend) {
        return new Finding(Gravity.WARNING, code, what, where, mend);
    }

    static Finding error(String code, String what, String where, String mend) {
        return new Finding(Gravity.ERROR, code, what, where, mend);
    }

    JsonObject json() {
        return JsonObject.builder()
                .put("gravity", gravity.name().toLowerCase(Locale.ROOT))
                .put("code", code)
                .put("what", what)
                .put("where", where)
                .put("mend", mend)
                .build();
    }
}
