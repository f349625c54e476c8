package dev.rondo.sdk.internal.build;

import dev.rondo.sdk.Isolation;
import dev.rondo.sdk.TriggerRule;
import dev.rondo.sdk.WeightRule;
import dev.rondo.sdk.internal.define.DagDraft;
import dev.rondo.sdk.internal.define.GroupDraft;
import dev.rondo.sdk.internal.define.Option;
import dev.rondo.sdk.internal.define.OptionSet;
import dev.rondo.sdk.internal.define.TaskDraft;
import dev.rondo.sdk.spec.OptionsSpec;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds, for each option of a task, the nearest place that says something: task, groups, DAG, environment. */
final class OptionResolver {

    private static final Map<Option, String> CALLBACKS = Map.of(
            Option.ON_SUCCESS, "success",
            Option.ON_FAILURE, "failure",
            Option.ON_RETRY, "retry",
            Option.ON_SKIPPED, "skipped",
            Option.ON_EXECUTE, "execute");

    private final ZoneId zone;
    private final Map<Option, Said> ofDag;
    private final Map<GroupDraft, Map<Option, Said>> ofGroups = new HashMap<>();

    /** A value and the place that said it. */
    private record Said(Object value, String origin) {}

    OptionResolver(OptionSet environment, DagDraft dag, ZoneId zone) {
        this.zone = zone;
        this.ofDag = over(
                over(Map.of(), environment, "environment"), dag.defaultArgs().with(dag.options()), "dag");
    }

    /** What holds for the task. */
    Resolved resolve(TaskDraft task) {
        return new Resolved(over(ofPlace(task.group()), task.options(), "task"));
    }

    private Map<Option, Said> ofPlace(@Nullable GroupDraft group) {
        if (group == null) {
            return ofDag;
        }
        Map<Option, Said> known = ofGroups.get(group);
        if (known == null) {
            known = over(ofPlace(group.parent()), group.allOptions(), "group " + group.id());
            ofGroups.put(group, known);
        }
        return known;
    }

    private static Map<Option, Said> over(Map<Option, Said> outer, OptionSet inner, String origin) {
        Map<Option, Said> both = new EnumMap<>(Option.class);
        both.putAll(outer);
        inner.entries().forEach(said -> both.put(said.getKey(), new Said(said.getValue(), origin)));
        return both;
    }

    /** The options of one task. */
    final class Resolved {

        private final Map<Option, Said> said;

        private Resolved(Map<Option, Said> said) {
            this.said = said;
        }

        /** Who set what, by the option's name. */
        Map<String, String> origins() {
            Map<String, String> origins = new TreeMap<>();
            said.forEach((option, value) -> origins.put(option.wireName(), value.origin()));
            return origins;
        }

        TriggerRule triggerRule() {
            return get(Option.TRIGGER_RULE, TriggerRule.class, OptionsSpec.DEFAULTS.triggerRule());
        }

        /** The callback of that name, such as {@code failure}; null: none. */
        @Nullable
        Object callback(String kind) {
            for (Map.Entry<Option, String> callback : CALLBACKS.entrySet()) {
                Said value = said.get(callback.getKey());
                if (callback.getValue().equals(kind) && value != null) {
                    return value.value();
                }
            }
            return null;
        }

        /** All of them, with what nobody said at its default; values out of range too are left at their defaults. */
        OptionsSpec spec(TriggerRule rule) {
            OptionsSpec none = OptionsSpec.DEFAULTS;
            boolean waits = get(Option.WAIT_FOR_DOWNSTREAM, Boolean.class, none.waitForDownstream());
            return new OptionsSpec(
                    get(Option.RETRIES, Integer.class, none.retries()),
                    get(Option.RETRY_DELAY, Duration.class, none.retryDelay()),
                    get(Option.RETRY_BACKOFF, Double.class, none.retryBackoff()),
                    find(Option.MAX_RETRY_DELAY, Duration.class),
                    find(Option.EXECUTION_TIMEOUT, Duration.class),
                    waits || get(Option.DEPENDS_ON_PAST, Boolean.class, none.dependsOnPast()),
                    get(Option.IGNORE_FIRST_DEPENDS_ON_PAST, Boolean.class, none.ignoreFirstDependsOnPast()),
                    waits,
                    rule,
                    get(Option.POOL, String.class, none.pool()),
                    get(Option.POOL_SLOTS, Integer.class, none.poolSlots()),
                    get(Option.PRIORITY_WEIGHT, Integer.class, none.priorityWeight()),
                    get(Option.WEIGHT_RULE, WeightRule.class, none.weightRule()),
                    get(Option.QUEUE, String.class, none.queue()),
                    find(Option.MAX_ACTIVE_PER_DAG, Integer.class),
                    find(Option.MAX_ACTIVE_PER_RUN, Integer.class),
                    date(Option.START_DATE),
                    date(Option.END_DATE),
                    get(Option.ISOLATION, Isolation.class, none.isolation()),
                    heap(),
                    texts(Option.JVM_OPTIONS),
                    find(Option.OWNER, String.class),
                    find(Option.DOC, String.class),
                    texts(Option.EMAIL),
                    get(Option.EMAIL_ON_FAILURE, Boolean.class, none.emailOnFailure()),
                    get(Option.EMAIL_ON_RETRY, Boolean.class, none.emailOnRetry()),
                    callbacks());
        }

        private <T> T get(Option option, Class<T> type, T otherwise) {
            T value = find(option, type);
            return value == null ? otherwise : value;
        }

        private <T> @Nullable T find(Option option, Class<T> type) {
            Said value = said.get(option);
            return value == null ? null : type.cast(value.value());
        }

        private @Nullable Instant date(Option option) {
            String text = find(option, String.class);
            try {
                return text == null ? null : Dates.parse(text, zone);
            } catch (DateTimeException e) {
                return null; // reported where it was said
            }
        }

        private @Nullable Long heap() {
            String text = find(Option.MEMORY, String.class);
            return text == null || Heap.parse(text).isEmpty()
                    ? null
                    : Long.valueOf(Heap.parse(text).getAsLong());
        }

        private List<String> texts(Option option) {
            List<?> values = get(option, List.class, List.of());
            return values.stream().map(Object::toString).toList();
        }

        private Set<String> callbacks() {
            return CALLBACKS.entrySet().stream()
                    .filter(c -> said.containsKey(c.getKey()))
                    .map(Map.Entry::getValue)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
