package dev.rondo.dags.guide;

import dev.rondo.sdk.Asset;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagFamily;
import dev.rondo.sdk.Schedule;
import java.util.List;
import java.util.Map;

/** Of the chapter on assets. */
public final class Shop implements DagFamily {

    static final Asset ORDERS = Asset.of("orders", "gs://shop/orders");
    static final Asset RATES = Asset.of("rates");

    @Override
    public List<Dag> define() {
        Dag load = Dag.create("load_orders").schedule("@hourly").startDate("2026-01-01");
        load.task("load")
                .run(ctx -> ctx.assetEvent(ORDERS, Map.of("rows", 842)))
                .outlets(ORDERS);

        Dag report = Dag.create("report").schedule(Schedule.assets(ORDERS.and(RATES)));
        report.task("print")
                .run(ctx -> ctx.triggeringAssetEvents()
                        .forEach(event -> System.out.println(event.asset() + " " + event.extra())));
        return List.of(load, report);
    }
}
