package dev.rondo.sdk.internal.specjson;

import dev.rondo.sdk.Isolation;
import dev.rondo.sdk.TriggerRule;
import dev.rondo.sdk.WeightRule;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.spec.OptionsSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** Options, all of them written out: a default that changes in a later version does not change a stored graph. */
final class OptionsJson {

    private OptionsJson() {}

    static JsonObject write(OptionsSpec options) {
        return new ObjectWriter()
                .number("retries", options.retries())
                .text("retryDelay", options.retryDelay())
                .number("retryBackoff", options.retryBackoff())
                .text("maxRetryDelay", options.maxRetryDelay())
                .text("executionTimeout", options.executionTimeout())
                .flag("dependsOnPast", options.dependsOnPast())
                .flag("ignoreFirstDependsOnPast", options.ignoreFirstDependsOnPast())
                .flag("waitForDownstream", options.waitForDownstream())
                .text("triggerRule", options.triggerRule().wireName())
                .text("pool", options.pool())
                .number("poolSlots", options.poolSlots())
                .number("priorityWeight", options.priorityWeight())
                .text("weightRule", options.weightRule().wireName())
                .text("queue", options.queue())
                .number("maxActivePerDag", options.maxActivePerDag())
                .number("maxActivePerRun", options.maxActivePerRun())
                .text("startDate", options.startDate())
                .text("endDate", options.endDate())
                .text("isolation", options.isolation().wireName())
                .number("heapBytes", options.heapBytes())
                .texts("jvmOptions", options.jvmOptions())
                .text("owner", options.owner())
                .text("doc", options.doc())
                .texts("email", options.email())
                .flag("emailOnFailure", options.emailOnFailure())
                .flag("emailOnRetry", options.emailOnRetry())
                .texts("callbacks", options.callbacks())
                .done();
    }

    static OptionsSpec read(ObjectReader in) {
        return new OptionsSpec(
                in.integer("retries"),
                in.text("retryDelay", Duration::parse),
                in.decimal("retryBackoff"),
                in.findText("maxRetryDelay", Duration::parse),
                in.findText("executionTimeout", Duration::parse),
                in.flag("dependsOnPast"),
                in.flag("ignoreFirstDependsOnPast"),
                in.flag("waitForDownstream"),
                in.constant("triggerRule", TriggerRule.class),
                in.text("pool"),
                in.integer("poolSlots"),
                in.integer("priorityWeight"),
                in.constant("weightRule", WeightRule.class),
                in.text("queue"),
                in.findInteger("maxActivePerDag"),
                in.findInteger("maxActivePerRun"),
                in.findText("startDate", Instant::parse),
                in.findText("endDate", Instant::parse),
                in.constant("isolation", Isolation.class),
                in.findLong("heapBytes"),
                in.texts("jvmOptions"),
                in.findText("owner"),
                in.findText("doc"),
                in.texts("email"),
                in.flag("emailOnFailure"),
                in.flag("emailOnRetry"),
                Set.copyOf(in.texts("callbacks")));
    }
}
