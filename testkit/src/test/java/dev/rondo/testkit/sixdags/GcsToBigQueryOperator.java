package dev.rondo.testkit.sixdags;

import dev.rondo.sdk.TaskContext;
import dev.rondo.sdk.Transfer;

/** A transfer as an operator family would have it; its result is a number of rows. */
record GcsToBigQueryOperator(String uri, String table) implements Transfer<Long> {

    static GcsToBigQueryOperator of(String uri, String table) {
        return new GcsToBigQueryOperator(uri, table);
    }

    @Override
    public Long execute(TaskContext context) {
        return (long) uri.length() + table.length();
    }
}
