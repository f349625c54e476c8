package dev.rondo.sdk.internal;

import dev.rondo.sdk.internal.define.Source;

/** Names inputs in messages. */
final class SourceName {

    private SourceName() {}

    static String of(Source<?> source) {
        return switch (source) {
            case Source.Result<?> result -> "result of '" + result.task().id() + "'";
            case Source.Gathered<?> gathered -> "results of " + gathered.parts().size() + " tasks";
            case Source.Params<?> params -> "params";
            case Source.Element<?> element -> "element of the mapping";
            case Source.Entries<?> entries -> "entries of the " + of(entries.map());
        };
    }
}
