package dev.rondo.e2e.chaos;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The kinds of DAGs in the resource {@code chaos/Chaos.java}, which makes them in turns: number 0 is of the first kind.
 * What is said here of each kind is what its source says.
 */
enum Kind {
    CHAIN(Start.BY_HAND),
    MAPPING(Start.BY_HAND),
    MAPPED_GROUP(Start.BY_HAND),
    BRANCH(Start.BY_HAND),
    RULES(Start.BY_HAND),
    SETUP(Start.BY_HAND),
    GROUPS(Start.BY_HAND),
    PRODUCER(Start.BY_HAND),
    /** Follows the producer before it. */
    CONSUMER(Start.BY_ASSETS),
    SENSOR(Start.BY_HAND),
    RETRIES(Start.BY_HAND),
    TIMEOUTS(Start.BY_HAND),
    PAST(Start.BY_TIME),
    CATCHUP(Start.BY_TIME, 2, 3),
    BACKFILLED(Start.BY_BACKFILL, 2, Integer.MAX_VALUE),
    SEQUENTIAL(Start.BY_TIME, 1, Integer.MAX_VALUE),
    UNTIL_FAILURE(Start.BY_TIME, 1, Integer.MAX_VALUE),
    LATEST(Start.BY_TIME, 1, Integer.MAX_VALUE),
    RUN_TIMEOUT(Start.BY_HAND),
    RANDOM(Start.BY_HAND),
    RANKED(Start.BY_HAND),
    APPROVED(Start.BY_HAND),
    LATE(Start.BY_HAND),
    ISOLATED(Start.BY_HAND),
    CLEARED(Start.BY_HAND),
    TRIGGERING(Start.BY_HAND),
    /** Its runs are asked for by the one before it. */
    TRIGGERED(Start.BY_TASK),
    TIMETABLE(Start.BY_TIME),
    CONTINUOUS(Start.BY_TIME, 1, Integer.MAX_VALUE),
    MARKED(Start.BY_HAND),
    /** What a schedule or a backfill made is done again by a backfill. */
    REDONE(Start.BY_TIME),
    TEMPLATED(Start.BY_HAND),
    /** Of every other one the first task takes longer than a frozen worker's hosts live. */
    LONG(Start.BY_HAND),
    /** Of every other one a backfill does some tasks; that of the others is cancelled. */
    FILLED(Start.BY_BACKFILL, 2, Integer.MAX_VALUE),
    LARGE(Start.BY_HAND),
    /** Days of another zone, across a change of its clocks; runs that are asked for wait for a moment. */
    CLOCK(Start.BY_TIME),
    /** Its runs are asked for one after the other. */
    USUAL(Start.BY_HAND);

    // 200 for storms of a minute and more; in a short one, two of each kind.
    static final int DAGS =
            Integer.getInteger("rondo.chaos.dags", ChaosTest.STORM.toSeconds() >= 60 ? 200 : 2 * values().length);

    /** Whether one run of each mapped group lasts for a whole storm, so that no more are asked for. */
    static final boolean MAPPED_GROUP_LASTS = ChaosTest.STORM.toSeconds() >= 300;

    // How many a mapped group has at least: if it lasts, enough for 5,000 instances in a storm of five minutes.
    static final int ELEMENTS = MAPPED_GROUP_LASTS ? 250 : 2;

    /** What makes the runs of a DAG. */
    enum Start {
        BY_HAND,
        BY_TIME,
        BY_ASSETS,
        BY_BACKFILL,
        BY_TASK
    }

    private final Start start;
    private final int runsAtOnce;
    private final int tasksAtOnce;

    Kind(Start start) {
        this(start, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    Kind(Start start, int runsAtOnce, int tasksAtOnce) {
        this.start = start;
        this.runsAtOnce = runsAtOnce;
        this.tasksAtOnce = tasksAtOnce;
    }

    Start start() {
        return start;
    }

    /** How many runs of a DAG, or of its backfill, may be under way at once. */
    int runsAtOnce() {
        return runsAtOnce;
    }

    /** How many tasks of a run may run at once. */
    int tasksAtOnce() {
        return tasksAtOnce;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Id of a DAG by its number. */
    static String numbered(int number) {
        return String.format(Locale.ROOT, "%s_%03d", values()[number % values().length].label(), number);
    }

    /** Id of the DAG of this kind before which there are so many of it. */
    String dag(int rank) {
        return numbered(List.of(values()).indexOf(this) + rank * values().length);
    }

    /** Ids of all DAGs of this kind. */
    List<String> dags() {
        return IntStream.range(0, DAGS)
                .filter(number -> values()[number % values().length] == this)
                .mapToObj(Kind::numbered)
                .toList();
    }

    /** Ids of all DAGs. */
    static Set<String> allDags() {
        return IntStream.range(0, DAGS).mapToObj(Kind::numbered).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Ids of all DAGs whose runs are made like that. */
    static List<String> dags(Start start) {
        return Arrays.stream(values())
                .filter(kind -> kind.start == start)
                .flatMap(kind -> kind.dags().stream())
                .toList();
    }

    static Kind of(String dag) {
        return values()[number(dag) % values().length];
    }

    static int number(String dag) {
        return Integer.parseInt(dag.substring(dag.lastIndexOf('_') + 1));
    }

    /** How many DAGs of its kind come before it. */
    static int rank(String dag) {
        return number(dag) / values().length;
    }
}
