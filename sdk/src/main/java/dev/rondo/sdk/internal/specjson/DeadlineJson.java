package dev.rondo.sdk.internal.specjson;

import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.spec.DeadlineSpec;
import dev.rondo.sdk.spec.DeadlineSpec.By;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;

/** Deadlines, each with the kind of its moment. */
public final class DeadlineJson {

    private static final String KIND = "by";

    private DeadlineJson() {}

    /** The object. */
    public static JsonObject write(DeadlineSpec deadline) {
        var out = new ObjectWriter()
                .text("name", deadline.name())
                .text("task", deadline.taskId())
                .flag("callback", deadline.callback());
        return switch (deadline.by()) {
            case By.AfterQueued by ->
                out.text(KIND, "queued").text("interval", by.interval()).done();
            case By.AfterLogicalDate by ->
                out.text(KIND, "logicalDate").text("interval", by.interval()).done();
            case By.At by -> out.text(KIND, "moment").text("at", by.moment()).done();
            case By.AtTime by -> out.text(KIND, "time").text("at", by.time()).done();
            case By.Usual by ->
                out.text(KIND, "usual")
                        .number("last", by.last())
                        .number("atLeast", by.atLeast())
                        .number("percentile", by.percentile())
                        .text("extra", by.extra())
                        .done();
        };
    }

    /**
     * The deadline from its object.
     *
     * @throws IllegalArgumentException when something is missing, or of a kind this version does not know
     */
    public static DeadlineSpec read(JsonObject object) {
        return read(new ObjectReader(object, "$"));
    }

    static DeadlineSpec read(ObjectReader in) {
        String kind = in.text(KIND);
        By by = switch (kind) {
            case "queued" -> new By.AfterQueued(in.text("interval", Duration::parse));
            case "logicalDate" -> new By.AfterLogicalDate(in.text("interval", Duration::parse));
            case "moment" -> new By.At(in.text("at", Instant::parse));
            case "time" -> new By.AtTime(in.text("at", LocalTime::parse));
            case "usual" ->
                new By.Usual(
                        in.integer("last"),
                        in.integer("atLeast"),
                        in.findDecimal("percentile"),
                        in.text("extra", Duration::parse));
            default ->
                throw new IllegalArgumentException(
                        "in a stored graph, a deadline is by '" + kind + "', which this version does not know");
        };
        return new DeadlineSpec(in.text("name"), in.findText("task"), by, in.flag("callback"));
    }
}
