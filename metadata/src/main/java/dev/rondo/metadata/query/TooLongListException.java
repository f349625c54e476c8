package dev.rondo.metadata.query;

/** A list for a page of which more rows would be sorted or looked at than is done for one; says what to ask instead. */
public final class TooLongListException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final String FEWER =
            "ask for those of a DAG, of a run, in a state that is seldom or of a stretch of time";

    private final String parameter;

    private TooLongListException(String parameter, String message) {
        super(message);
        this.parameter = parameter;
    }

    static TooLongListException toSort(String order, long rows) {
        return new TooLongListException(
                "order_by",
                "some " + rows + " rows fit, and no index gives them by '" + order + "'; up to " + PageKeys.MAX_SORTED
                        + " are sorted: " + FEWER
                        + ", or in another order, such as that of the time that is asked for");
    }

    static TooLongListException toRead() {
        return new TooLongListException(
                "offset",
                "millions of rows would be looked at for this page: " + FEWER
                        + ", or read on by cursor instead of offset");
    }

    /** Which parameter is at fault most. */
    public String parameter() {
        return parameter;
    }
}
