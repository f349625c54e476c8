package dev.rondo.core.dispatch;

/** How large a value between tasks may be, and from which size on it is kept in the store. */
public final class XComSize {

    /** Most characters of a value, as JSON; whoever has more writes a file or table and returns where it is. */
    public static final int MAX_CHARS = 32 * 1024 * 1024;

    /** Most bytes of a value, as JSON in UTF-8, that the tables keep; larger ones are in the store. */
    public static final int MAX_ROW_BYTES = 64 * 1024;

    /**
     * Most characters of a result that is mapped over and stays in the tables all the same: each instance is sent its
     * element alone, by the engine, which reads tables only.
     */
    public static final int MAX_MAPPED_CHARS = 8 << 20;

    private XComSize() {}
}
