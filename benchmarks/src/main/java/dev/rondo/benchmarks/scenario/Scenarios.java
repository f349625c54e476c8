package dev.rondo.benchmarks.scenario;

import java.util.LinkedHashMap;
import java.util.Map;

/** All scenarios by name, in the order in which {@code all} runs them. */
public final class Scenarios {

    private Scenarios() {}

    public static Map<String, Scenario> all() {
        Map<String, Scenario> all = new LinkedHashMap<>();
        all.put("chain", Repeated.chain("chain", "20 no-op tasks in a row", "Chain", "chain_of_20", 20, 40));
        all.put("fan", Repeated.fan("fan", "200 no-op tasks and a join", "Fan", "fan_of_200", 201, 30));
        return all;
    }
}
