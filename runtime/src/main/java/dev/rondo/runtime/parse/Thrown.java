package dev.rondo.runtime.parse;

import java.io.PrintWriter;
import java.io.StringWriter;

/** The words of an exception of user code, which may be of a class that throws when it is asked for them. */
final class Thrown {

    private Thrown() {}

    static String text(Throwable thrown) {
        try {
            return String.valueOf(thrown);
        } catch (Throwable e) {
            return thrown.getClass().getName() + " (which cannot say why: its toString() throws)";
        }
    }

    static String stack(Throwable thrown) {
        StringWriter stack = new StringWriter();
        try {
            thrown.printStackTrace(new PrintWriter(stack));
        } catch (Throwable e) {
            return thrown.getClass().getName() + " (which cannot be printed)";
        }
        return stack.toString().stripTrailing();
    }
}
