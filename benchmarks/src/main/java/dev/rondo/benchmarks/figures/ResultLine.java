package dev.rondo.benchmarks.figures;

import dev.rondo.sdk.internal.json.JsonObject;

/** One line of the output, put together figure by figure under the names that scripts rely on. */
public final class ResultLine {

    private final JsonObject.Builder json = JsonObject.builder();

    /** A line of a scenario. */
    public static ResultLine of(String scenario) {
        ResultLine line = new ResultLine();
        line.json.put("scenario", scenario);
        return line;
    }

    /** A part of a line, such as the figures of the first, cold run. */
    public static ResultLine part() {
        return new ResultLine();
    }

    public ResultLine put(String name, long count) {
        json.put(name, count);
        return this;
    }

    public ResultLine put(String name, String text) {
        json.put(name, text);
        return this;
    }

    /** A measured number, with as many decimals as it deserves. */
    public ResultLine put(String name, double number, int decimals) {
        json.put(name, Rounded.to(decimals, number));
        return this;
    }

    public ResultLine put(String name, Spread spread) {
        json.put(name, spread.toJson());
        return this;
    }

    public ResultLine put(String name, ResultLine part) {
        json.put(name, part.json.build());
        return this;
    }

    /** All of it. */
    public JsonObject build() {
        return json.build();
    }
}
