package dev.rondo.sdk.internal;

import dev.rondo.sdk.DefaultArgs;
import dev.rondo.sdk.Isolation;
import dev.rondo.sdk.TriggerRule;
import dev.rondo.sdk.WeightRule;
import dev.rondo.sdk.internal.build.OptionChecks;
import dev.rondo.sdk.internal.define.DefaultArgsValue;
import dev.rondo.sdk.internal.text.Nearest;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The options of an installation, read from its configuration: what holds for a task of which nobody else says it. */
public final class EnvironmentArgs {

    private static final Map<String, BiFunction<DefaultArgs, String, DefaultArgs>> OPTIONS = options();

    private EnvironmentArgs() {}

    /**
     * Reads options by name, such as {@code retries=2} and {@code retry_delay=PT5M}.
     *
     * @param settings names as in {@code TaskSpec.origins}; durations in ISO form or as seconds, lists with commas
     * @throws IllegalArgumentException when a name is unknown or a value wrong; the message has all that are
     */
    public static DefaultArgs of(Map<String, String> settings) {
        DefaultArgs args = DefaultArgs.create();
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, String> setting : new TreeMap<>(settings).entrySet()) {
            var option = OPTIONS.get(setting.getKey());
            if (option == null) {
                wrong.add("there is no option '" + setting.getKey() + "'; "
                        + Nearest.hint(setting.getKey(), OPTIONS.keySet(), "there are " + OPTIONS.keySet()));
                continue;
            }
            try {
                args = option.apply(args, setting.getValue().strip());
            } catch (RuntimeException e) {
                wrong.add(
                        setting.getKey() + " is '" + setting.getValue() + "', which cannot be read: " + e.getMessage());
            }
        }
        new OptionChecks(ZoneOffset.UTC)
                .check(DefaultArgsValue.optionsOf(args))
                .forEach(each -> wrong.add(each.message() + ": " + each.mend()));
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("default arguments of the installation: " + String.join("; ", wrong));
        }
        return args;
    }

    private static Map<String, BiFunction<DefaultArgs, String, DefaultArgs>> options() {
        Map<String, BiFunction<DefaultArgs, String, DefaultArgs>> options = new TreeMap<>();
        put(options, "retries", Integer::valueOf, DefaultArgs::retries);
        put(options, "retry_delay", EnvironmentArgs::duration, DefaultArgs::retryDelay);
        put(options, "retry_backoff", Double::valueOf, DefaultArgs::retryBackoff);
        put(options, "max_retry_delay", EnvironmentArgs::duration, DefaultArgs::maxRetryDelay);
        put(options, "execution_timeout", EnvironmentArgs::duration, DefaultArgs::executionTimeout);
        put(options, "depends_on_past", EnvironmentArgs::flag, DefaultArgs::dependsOnPast);
        put(options, "ignore_first_depends_on_past", EnvironmentArgs::flag, DefaultArgs::ignoreFirstDependsOnPast);
        put(options, "wait_for_downstream", EnvironmentArgs::flag, DefaultArgs::waitForDownstream);
        put(options, "trigger_rule", text -> constant(TriggerRule.class, text), DefaultArgs::triggerRule);
        put(options, "pool", Function.identity(), DefaultArgs::pool);
        put(options, "pool_slots", Integer::valueOf, DefaultArgs::poolSlots);
        put(options, "priority_weight", Integer::valueOf, DefaultArgs::priorityWeight);
        put(options, "weight_rule", text -> constant(WeightRule.class, text), DefaultArgs::weightRule);
        put(options, "queue", Function.identity(), DefaultArgs::queue);
        put(options, "max_active_per_dag", Integer::valueOf, DefaultArgs::maxActivePerDag);
        put(options, "max_active_per_run", Integer::valueOf, DefaultArgs::maxActivePerRun);
        put(options, "isolation", text -> constant(Isolation.class, text), DefaultArgs::isolation);
        put(options, "memory", Function.identity(), DefaultArgs::memory);
        put(options, "jvm_options", EnvironmentArgs::list, DefaultArgs::jvmOptions);
        put(options, "owner", Function.identity(), DefaultArgs::owner);
        put(options, "email", EnvironmentArgs::list, DefaultArgs::email);
        put(options, "email_on_failure", EnvironmentArgs::flag, DefaultArgs::emailOnFailure);
        put(options, "email_on_retry", EnvironmentArgs::flag, DefaultArgs::emailOnRetry);
        return options;
    }

    private static <T> void put(
            Map<String, BiFunction<DefaultArgs, String, DefaultArgs>> options,
            String name,
            Function<String, T> read,
            BiFunction<DefaultArgs, T, DefaultArgs> set) {
        options.put(name, (args, text) -> set.apply(args, read.apply(text)));
    }

    private static Duration duration(String text) {
        return text.matches("\\d+") ? Duration.ofSeconds(Long.parseLong(text)) : Duration.parse(text);
    }

    private static boolean flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("write true or false");
        };
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String text) {
        return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    }

    private static String[] list(String text) {
        return text.isEmpty() ? new String[0] : text.split("\\s*,\\s*");
    }
}
