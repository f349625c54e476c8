package dev.rondo.webserver.dagfile;

import dev.rondo.webserver.rest.ProblemException;
import java.util.regex.Pattern;

/**
 * Names that a DAG file may have when it comes from elsewhere: no folder, nothing hidden, nothing that is surprising.
 */
public final class DagFileName {

    // A '$' is in names of Java classes. None begins with a dot: such files are hidden, and no DAG processor takes
    // them.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_$][A-Za-z0-9_.$+-]{0,190}\\.(jar|java)");

    private DagFileName() {}

    /**
     * The name, where it is one.
     *
     * @throws ProblemException 422 when it is none
     */
    public static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw ProblemException.invalid(
                    "file_name",
                    "it names no DAG file: write letters, digits and any of _.$+-, at most 195, with .jar or .java at the"
                            + " end and no folder before");
        }
        return name;
    }

    /** Whether it names a source file. */
    static boolean isSource(String name) {
        return name.endsWith(".java");
    }
}
