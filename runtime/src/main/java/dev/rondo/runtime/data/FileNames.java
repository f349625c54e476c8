package dev.rondo.runtime.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Which names files may have, in every place alike: what is good in a bucket is to be good in a folder. */
final class FileNames {

    /** As long as a name in a bucket. */
    private static final int MAX_BYTES = 1_024;

    private FileNames() {}

    /**
     * The name, when it is one; the empty one is that of a whole place, and not of what lies in it.
     *
     * @param shown the whole of it, for the message
     * @throws IllegalArgumentException when it is none
     */
    static String require(String name, String shown) {
        String why = whyNot(name);
        if (!why.isEmpty()) {
            throw new IllegalArgumentException("'" + printable(shown) + "' is no name of a file: it has " + why);
        }
        return name;
    }

    private static String whyNot(String name) {
        if (name.chars().anyMatch(Character::isISOControl)) {
            return "control characters";
        }
        if (name.getBytes(UTF_8).length > MAX_BYTES) {
            return "more than " + MAX_BYTES + " bytes";
        }
        for (String part : Arrays.asList(name.split("/", -1))) {
            if (part.isEmpty()) {
                return "an empty part (a '/' too many)";
            }
            if (part.equals("..") || part.equals(".")) {
                return "'" + part + "' as a part; a name says where a file is from the place on down";
            }
        }
        return "";
    }

    private static String printable(String text) {
        String shown = text.length() > 200 ? text.substring(0, 200) + "…" : text;
        return shown.replaceAll("\\p{Cntrl}", "\uFFFD");
    }

    /** What names of files below it begin with. */
    static String prefixOf(String name) {
        return name.isEmpty() ? "" : name + "/";
    }
}
