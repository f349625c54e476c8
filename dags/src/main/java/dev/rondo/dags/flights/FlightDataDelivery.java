package dev.rondo.dags.flights;

import dev.rondo.dags.flights.data.Feed;
import dev.rondo.dags.flights.data.Slice;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import dev.rondo.sdk.DefaultArgs;
import dev.rondo.sdk.FailWithoutRetryException;
import dev.rondo.sdk.Param;
import dev.rondo.sdk.Schedule;
import dev.rondo.sdk.TaskContext;
import java.io.IOException;
import java.util.Locale;

/**
 * The other system: puts each day's files of flights and weather where {@link FlightDelayTraining} waits for them. It
 * plays the part of an airport's nightly export, with the slice of 2013 that comes in the jar. Pause it, and the
 * training waits.
 */
public final class FlightDataDelivery implements DagDefinition {

    /**
     * What a run may be told otherwise.
     *
     * @param folder where the files of the example are; they are put into its folder {@code landing}
     */
    public record Params(
            @Param("Where the files of the example are.") String folder) {}

    private static final DefaultArgs DEFAULT_ARGS = DefaultArgs.create().owner("airport");

    @Override
    public Dag define() {
        Dag dag = Dag.create("flight_data_delivery")
                .description("Delivers each day's flights and weather of 2013, which flight_delay_training waits for")
                .schedule(Schedule.dataInterval("@daily"))
                .startDate("2013-01-01")
                .endDate("2013-12-31")
                .catchup(true)
                .maxActiveRuns(4)
                .pausedUponCreation(false)
                .defaultArgs(DEFAULT_ARGS)
                .tags("example");
        var params = dag.params(new Params(FlightFolder.USUAL));

        for (Feed feed : Feed.values()) {
            dag.task("deliver_" + feed.name().toLowerCase(Locale.ROOT), params).call((ctx, p) -> deliver(ctx, p, feed));
        }
        return dag;
    }

    private static int deliver(TaskContext ctx, Params params, Feed feed) throws IOException {
        try {
            return Slice.deliver(
                    feed,
                    ctx.logicalDate().toLocalDate(),
                    FlightFolder.landing(ctx.data().path(params.folder())));
        } catch (IllegalArgumentException e) {
            // A day of another year will be no other next time.
            throw new FailWithoutRetryException(String.valueOf(e.getMessage()), e);
        }
    }
}
