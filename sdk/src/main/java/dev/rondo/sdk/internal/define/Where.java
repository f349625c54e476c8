package dev.rondo.sdk.internal.define;

import java.util.Optional;

/** Finds the author's line. */
final class Where {

    private static final String API = "dev.rondo.sdk";
    private static final String INSIDE = API + ".internal.";
    private static final StackWalker STACK = StackWalker.getInstance();

    private Where() {}

    /** File and line of the nearest caller outside the API, such as {@code Census.java:31}. */
    static String here() {
        Optional<StackWalker.StackFrame> frame =
                STACK.walk(frames -> frames.filter(Where::isAuthors).findFirst());
        return frame.map(f -> f.getFileName() + ":" + f.getLineNumber()).orElse("?");
    }

    private static boolean isAuthors(StackWalker.StackFrame frame) {
        String name = frame.getClassName();
        if (!name.startsWith(API)) {
            return true;
        }
        boolean direct = name.lastIndexOf('.') == API.length();
        return !direct && !name.startsWith(INSIDE);
    }
}
