package dev.rondo.sdk.internal.build;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads heap sizes such as {@code 4g}. */
final class Heap {

    static final long MIN_BYTES = 16L << 20;
    static final long MAX_BYTES = 64L << 40;

    private static final Pattern SIZE = Pattern.compile("(\\d{1,10})\\s*([kmgt])i?b?");

    private Heap() {}

    /** The bytes; empty when the text is no size between 16 MiB and 64 TiB. */
    static OptionalLong parse(String text) {
        Matcher size = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            return OptionalLong.empty();
        }
        int shift = switch (size.group(2).charAt(0)) {
            case 'k' -> 10;
            case 'm' -> 20;
            case 'g' -> 30;
            default -> 40;
        };
        long count = Long.parseLong(size.group(1));
        if (count > MAX_BYTES >> shift) {
            return OptionalLong.empty();
        }
        long bytes = count << shift;
        return bytes < MIN_BYTES ? OptionalLong.empty() : OptionalLong.of(bytes);
    }
}
