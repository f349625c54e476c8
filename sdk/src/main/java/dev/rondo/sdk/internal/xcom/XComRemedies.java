package dev.rondo.sdk.internal.xcom;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.net.URL;
import java.nio.file.Path;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.Iterator;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;

/** What to pass instead of a type that cannot be passed. */
final class XComRemedies {

    private XComRemedies() {}

    static String forClass(Class<?> type) {
        if (Path.class.isAssignableFrom(type) || type == java.io.File.class) {
            // A path would arrive as it was sent, and mean nothing: the receiver may run on another machine.
            return "a path of one machine means nothing on another; pass its text as a String, or a URI";
        }
        if (Date.class.isAssignableFrom(type)) {
            return "use java.time.Instant or LocalDate";
        }
        if (Calendar.class.isAssignableFrom(type)) {
            return "use java.time.ZonedDateTime";
        }
        if (TimeZone.class.isAssignableFrom(type)) {
            return "use java.time.ZoneId";
        }
        if (type == URL.class) {
            return "use java.net.URI";
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return "use String";
        }
        if (isPipe(type)) {
            return "it ends with the task; write the data to a file or bucket and pass where it is, or pass a List";
        }
        if (Map.class.isAssignableFrom(type)) {
            return "use Map or SortedMap";
        }
        if (Iterable.class.isAssignableFrom(type)) {
            return Collection.class.isAssignableFrom(type) ? "use List, Set or SortedSet" : "use List";
        }
        return forUserClass(type);
    }

    private static boolean isPipe(Class<?> type) {
        return InputStream.class.isAssignableFrom(type)
                || OutputStream.class.isAssignableFrom(type)
                || Reader.class.isAssignableFrom(type)
                || BaseStream.class.isAssignableFrom(type)
                || Iterator.class.isAssignableFrom(type)
                || Future.class.isAssignableFrom(type);
    }

    private static String forUserClass(Class<?> type) {
        if (type.isInterface() && !type.getName().startsWith("java")) {
            return "seal the interface and let records implement it, so that the classes that may arrive are known";
        }
        if (AutoCloseable.class.isAssignableFrom(type)) {
            return "it is a resource of one process; pass what is needed to open it again, such as a URI";
        }
        String values =
                "values between tasks are records, enums, sealed interfaces of them, strings, numbers, java.time"
                        + " types, UUID, URI, and arrays, optionals, lists, sets and maps of these";
        return type.getName().startsWith("java") ? values : "make it a record; " + values;
    }
}
