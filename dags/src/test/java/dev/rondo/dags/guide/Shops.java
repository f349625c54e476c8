package dev.rondo.dags.guide;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import dev.rondo.sdk.TypeOf;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

public final class Shops implements DagDefinition {

    record City(String name, int shops) {}

    @Override
    public Dag define() {
        Dag dag = Dag.create("shops").pausedUponCreation(false);

        var cities = dag.task("cities")
                .call(() -> List.of(new City("Berlin", 3), new City("Bonn", 1)))
                .returns(new TypeOf<List<City>>() {});
        var sales = dag.map("sales", cities).named("{{ element.name }}").call(city -> city.shops() * 100);
        dag.task("sum", sales)
                .call(all -> all.stream().mapToInt(Integer::intValue).sum()); // reduce

        dag.map("zip", List.of("a", "b", "c")).zip(List.of(1, 2, 3)).call((name, n) -> name + n); // a1 b2 c3
        dag.map("cross", List.of("a", "b")).cross(List.of(1, 2, 3)).call((name, n) -> name + n); // a1 a2 a3 b1 b2 b3

        var prices = dag.task("prices")
                .call(() -> new TreeMap<>(Map.of("apple", 2, "pear", 3)))
                .returns(new TypeOf<>() {});
        dag.map("price", dag.entries(prices)) // a map, entry by entry
                .named("{{ element[0] }}")
                .call(price -> price.getKey() + " costs " + price.getValue());

        var scores = dag.map("models", cities).<Integer>group((group, city) -> { // a group for each
            var trained = group.task("train", city).call(c -> c.shops() + 1);
            return group.task("score", trained).call(t -> t * t);
        });
        dag.task("best", scores)
                .call(all -> all.stream().mapToInt(Integer::intValue).max().orElse(0));
        return dag;
    }
}
