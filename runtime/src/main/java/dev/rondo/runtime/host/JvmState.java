package dev.rondo.runtime.host;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TimeZone;

/**
 * What a task can change for the whole JVM and what is put back behind it: system properties, locale, zone and the
 * standard streams. Statics of the user's classes stay: that is the contract of a warm JVM.
 */
final class JvmState {

    private final Properties properties = copyOf(System.getProperties());
    private final Locale locale = Locale.getDefault();
    private final TimeZone zone = TimeZone.getDefault();
    private final InputStream in = System.in;
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;

    private JvmState() {}

    /** The state as it is now. */
    static JvmState capture() {
        return new JvmState();
    }

    /** Puts everything back; names what had been changed. */
    List<String> restore() {
        List<String> changed = new ArrayList<>();
        if (!System.getProperties().equals(properties)) {
            System.setProperties(copyOf(properties));
            changed.add("system properties");
        }
        if (!Locale.getDefault().equals(locale)) {
            Locale.setDefault(locale);
            changed.add("default locale");
        }
        if (!TimeZone.getDefault().equals(zone)) {
            TimeZone.setDefault(zone);
            changed.add("default time zone");
        }
        if (!System.in.equals(in) || !System.out.equals(out) || !System.err.equals(err)) {
            System.setIn(in);
            System.setOut(out);
            System.setErr(err);
            changed.add("standard streams");
        }
        return changed;
    }

    private static Properties copyOf(Properties source) {
        Properties copy = new Properties();
        copy.putAll(source);
        return copy;
    }
}
