package dev.rondo.cli.server;

import dev.rondo.cli.Home;
import dev.rondo.core.metrics.Scrape;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What a process counts, in Prometheus' text form. */
final class Metrics implements AutoCloseable {

    private static final String TOKEN = "RONDO_METRICS_TOKEN";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final AtomicBoolean jvmIsBound = new AtomicBoolean();
    private final Scrape scrape;

    private Metrics(String token) {
        registry.config().namingConvention(new Names());
        this.scrape = new Scrape(token, this::text);
    }

    /** With the token of the environment, or that of the home, which is made where there is none. */
    static Metrics of(Home home, Map<String, String> environment) {
        String said = environment.getOrDefault(TOKEN, "").strip();
        return new Metrics(said.isEmpty() ? SecretFile.readOrMake(home.metricsToken()) : said);
    }

    /** Loads and sets up the classes, for whoever has time now. */
    static void loadAhead() {
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT).close();
    }

    /** Airflow's timers have no unit in their names. */
    private static final class Names extends PrometheusNamingConvention {
        @Override
        public String name(String name, Meter.Type type, @Nullable String baseUnit) {
            return type == Meter.Type.TIMER && name.startsWith("airflow.")
                    ? NamingConvention.snakeCase.name(name, type, baseUnit)
                    : super.name(name, type, baseUnit);
        }
    }

    MeterRegistry registry() {
        return registry;
    }

    Scrape scrape() {
        return scrape;
    }

    private String text() {
        if (!jvmIsBound.getAndSet(true)) { // with the first scrape: nobody waits for them at the start
            new ClassLoaderMetrics().bindTo(registry);
            new JvmMemoryMetrics().bindTo(registry);
            collections.bindTo(registry);
            new JvmThreadMetrics().bindTo(registry);
            new ProcessorMetrics().bindTo(registry);
            new UptimeMetrics().bindTo(registry);
        }
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
