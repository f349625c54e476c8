package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Setting;
import dev.rondo.storage.BucketAccess;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who says that DAG files in buckets have changed. */
final class NoticeSettings {

    private static final Pattern SUBSCRIPTION = Pattern.compile("projects/[^/\\s]+/subscriptions/[^/\\s]+");

    private NoticeSettings() {}

    /**
     * The subscription; empty: none is set.
     *
     * @throws CommandException when it is none
     */
    static Optional<String> subscription(Map<String, String> environment) {
        Optional<String> said = Setting.GCS_SUBSCRIPTION.in(environment);
        said.filter(text -> !SUBSCRIPTION.matcher(text).matches()).ifPresent(text -> {
            throw new CommandException(
                    ExitCode.CONFIG,
                    Setting.GCS_SUBSCRIPTION.variable() + ": '" + text
                            + "' is no subscription; write it as projects/PROJECT/subscriptions/NAME");
        });
        return said;
    }

    /** How it is reached. */
    static BucketAccess access(Map<String, String> environment) {
        return BucketAccess.of(environment, Setting.PUBSUB_ENDPOINT.variable());
    }
}
