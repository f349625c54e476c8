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

    /** Whether the heap has no place left; too many threads are the same class of error. */
    static boolean isHeapFull(OutOfMemoryError error) {
        return !String.valueOf(error.getMessage()).startsWith("unable to create native thread");
    }

    /** The line of the DAG's own source, wherever below the stack begins; 0: it is not in there. */
    static int lineOf(String className, StackTraceElement[] stack) {
        String outer = className.contains("$") ? className.substring(0, className.indexOf('$')) : className;
        for (StackTraceElement frame : stack) {
            if (frame.getClassName().equals(outer) || frame.getClassName().startsWith(outer + "$")) {
                return Math.max(0, frame.getLineNumber());
            }
        }
        return 0;
    }
}
