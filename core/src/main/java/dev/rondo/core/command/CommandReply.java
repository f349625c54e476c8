package dev.rondo.core.command;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a command. */
public sealed interface CommandReply {

    /**
     * Code of the refusal of a backfill whose timetable class has not told of its runs yet; it is asked, and the same
     * command is carried out once it has.
     */
    String TIMETABLE_ASKED = "TIMETABLE_ASKED";

    /** As an HTTP status. */
    int status();

    /** It is done. */
    record Done() implements CommandReply {
        @Override
        public int status() {
            return 200;
        }
    }

    /** A run was made. */
    record RunTriggered(long runNo, String dagId, String runId) implements CommandReply {
        @Override
        public int status() {
            return 200;
        }
    }

    /** An update of an asset was taken down. */
    record AssetEventCreated(long eventId) implements CommandReply {
        @Override
        public int status() {
            return 200;
        }
    }

    /**
     * A worker has tried a connection.
     *
     * @param passed whether the other side was reached, and took the sign-in where there is one
     * @param message what was tried and what came of it, without secrets
     */
    record ConnectionTested(boolean passed, String message) implements CommandReply {
        @Override
        public int status() {
            return 200;
        }
    }

    /**
     * The instances that were, or in a dry run would be, changed.
     *
     * @param instances the first {@value #MAX_LISTED}: more nobody reads
     * @param total how many there are
     */
    record Affected(List<Instance> instances, int total) implements CommandReply {

        /** How many are listed at most. */
        public static final int MAX_LISTED = 10_000;

        public Affected {
            instances = instances.stream().limit(MAX_LISTED).toList();
        }

        /** All of them. */
        public Affected(List<Instance> instances) {
            this(instances, instances.size());
        }

        @Override
        public int status() {
            return 200;
        }

        /** One of them. */
        public record Instance(String dagId, String runId, String taskId, int mapIndex) {}
    }

    /**
     * The runs of a backfill.
     *
     * @param backfillId 0: a dry run, nothing was made
     */
    record BackfillPlanned(long backfillId, List<Planned> runs) implements CommandReply {
        public BackfillPlanned {
            runs = List.copyOf(runs);
        }

        @Override
        public int status() {
            return 200;
        }

        /**
         * One of them.
         *
         * @param action {@code created}, {@code cleared} or {@code not_created}
         * @param reason why it was not created; null otherwise
         */
        public record Planned(
                Instant logicalDate,
                Instant runAfter,
                String action,
                @Nullable String reason) {}
    }

    /**
     * It was not carried out; nothing has changed.
     *
     * @param code stable, such as {@code DAG_NOT_FOUND}
     * @param message what, where, and how to mend it
     */
    record Rejected(int status, String code, String message) implements CommandReply {}
}
