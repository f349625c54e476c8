package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Lives.Which;
import dev.rondo.e2e.harness.Api;
import dev.rondo.e2e.harness.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What people do meanwhile, over the API: runs by hand, backfills that are paused and resumed, or cancelled, or do
 * again what is there, clears and marks of what runs, answers, updates of assets. It goes on while servers are killed,
 * and keeps what came of it.
 */
final class Storm {

    // How long before the moment that deadlines are at a run may begin that is to miss it.
    private static final Duration BEFORE = Duration.ofMinutes(1);

    // So much waits or runs that no slot is free.
    private static final int BACKLOG = 30;

    // On a machine that is slow they would wait for minutes; nothing more is asked for until there are fewer.
    private static final int TOO_MANY = 200;

    // But the elements of mapped groups: they have a pool of their own, and last.
    private static final String OPEN = """
        select count(*) from task_instance where state in ('scheduled', 'queued', 'running') and pool <> 'many'""";

    private static final String LONG =
            "select count(*) from dag_run where dag_id like 'long\\_%' and state in ('queued', 'running')";

    private final Requests requests;
    private final Database database;
    private final Random random;
    private final Hands hands;
    private final Redoing redoing;
    private final Filling filling;
    private final Longer longer;
    private final Path folder;
    private final Instant soon;
    private final List<String> byHand = new ArrayList<>(Kind.dags(Kind.Start.BY_HAND));
    private final Map<String, Set<String>> runs = new HashMap<>();
    private final Map<String, Integer> updates = new TreeMap<>();
    private final Map<String, Integer> maybeUpdates = new TreeMap<>();
    private final Map<String, Instant> paused = new TreeMap<>();
    private int asked;

    /**
     * A storm.
     *
     * @param database says how much there is to do
     * @param folder where bodies leave what they do
     * @param random decides what is asked for and when
     * @param soon the moment whose time of day deadlines of the kind {@code clock} are at
     */
    Storm(Api api, Database database, Path folder, Random random, Instant soon) {
        this.requests = new Requests(api);
        this.database = database;
        this.random = random;
        this.hands = new Hands(requests, random);
        this.redoing = new Redoing(requests, database, random);
        this.filling = new Filling(requests, folder);
        this.longer = new Longer(database);
        this.folder = folder;
        this.soon = soon;
    }

    /** What must not be asked twice: before anything is killed. */
    void begin() {
        redoing.begin();
        filling.begin();
        // It may have begun before that moment, however late it is now.
        String before = soon.minus(BEFORE).toString();
        Kind.CLOCK.dags().forEach(dag -> trigger(dag, Map.of("run_after", before)));
    }

    /**
     * Asks for all sorts of things for that time, or until each DAG has had a body and it is enough, if that takes
     * longer.
     *
     * @param enough asked again and again
     * @param full in how many looks each limit was full so far
     */
    void blow(Duration length, BooleanSupplier enough, Supplier<Map<String, Integer>> full) {
        BooleanSupplier isCrowded = () -> Power.isCrowded(full.get());
        long end = System.nanoTime() + length.toNanos();
        // One run of each: they are there for the worker that is frozen while it runs one of them.
        Kind.LONG.dags().forEach(this::trigger);
        byHand.removeAll(Kind.LONG.dags());
        byHand.removeAll(Kind.USUAL.dags()); // theirs come one by one
        List<String> each = new ArrayList<>(byHand);
        Collections.shuffle(each, random);
        crowd();
        for (String dag : each) {
            var _ = trigger(dag);
            if (random.nextBoolean()) {
                act();
            }
        }
        while (System.nanoTime() < end || !enough.getAsBoolean() || !isCrowded.getAsBoolean()) {
            act();
            filling.cancel(); // soon enough for something to be left of them
            longer.step(this::trigger);
            if (System.nanoTime() > end && count(LONG) == 0) {
                var _ = trigger(Kind.LONG.dag(0)); // no worker was caught with one
            }
            if (System.nanoTime() > end && !isCrowded.getAsBoolean() && count(OPEN) < BACKLOG) {
                crowd();
            }
            rest();
        }
        while (!hands.haveDoneAll() || updates.isEmpty() || !filling.haveAllBeenCancelled() || !longer.isOver()) {
            act();
            filling.cancel();
            longer.step(this::trigger);
            if (!hands.hasAnswered()) {
                String dag = Kind.APPROVED.dag(0);
                hands.insist(new Which(dag, trigger(dag), "ask", -1));
            }
            if (!hands.haveMarkedAll()) {
                Kind.MARKED.dags().forEach(this::trigger);
                hands.mark();
            }
            rest();
        }
        runEach();
        fill(() -> Power.isBusy(full.get()));
    }

    /**
     * Pauses what would go on for ever, when nobody is killed any more: a request whose scheduler dies is carried out
     * who knows when.
     *
     * @return all that was asked for
     */
    Asked end() {
        for (String dag : Kind.CONTINUOUS.dags()) {
            paused.put(dag, Instant.now());
            var _ = requests.untilAnswered("PATCH", "/dags/" + dag, Map.of("is_paused", true));
        }
        redoing.end();
        return new Asked(
                runs,
                hands.clears(),
                hands.answers(),
                hands.marks(),
                Map.copyOf(updates),
                Map.copyOf(maybeUpdates),
                redoing.pauses(),
                filling.cancels(),
                Map.copyOf(paused),
                soon);
    }

    /** For a moment, while no slot is free. */
    private void rest() {
        if (count(OPEN) >= BACKLOG) {
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(300)).toNanos());
        }
    }

    /** Together, so that one waits for the other and their pools are full. */
    private void crowd() {
        for (int twice = 0; twice < 2; twice++) {
            Kind.RANKED.dags().forEach(this::trigger);
            Kind.MAPPING.dags().forEach(this::trigger);
        }
    }

    /**
     * Sees to it that each DAG has a body, whose runs may all be over, or marked, before one has a slot; and that each
     * branch and each short circuit said all that it can say.
     */
    private void runEach() {
        runThose(byHand, dag -> !Lives.hasOf(dag, folder), this::awaitBody);
        runThose(Kind.BRANCH.dags(), dag -> !hasSaidAll(dag), this::awaitEnd);
        for (String dag : Kind.CONTINUOUS.dags()) {
            Await.until("a body of " + dag, () -> Lives.hasOf(dag, folder));
        }
        Await.until("the moment that deadlines are at", () -> Instant.now().isAfter(soon));
        Kind.CLOCK.dags().forEach(this::trigger);
        for (int rank : posted()) {
            while (!updates.containsKey(Updates.posted(rank))) {
                post(rank);
            }
        }
    }

    /** Together a run of each DAG that lacks something, again and again until none does. */
    private void runThose(List<String> dags, Predicate<String> lacks, BiConsumer<String, String> await) {
        List<String> lacking = dags.stream().filter(lacks).toList();
        while (!lacking.isEmpty()) {
            Map<String, String> asked = new TreeMap<>();
            lacking.forEach(dag -> asked.put(dag, trigger(dag)));
            asked.forEach(await);
            lacking = lacking.stream().filter(lacks).toList();
        }
    }

    private boolean hasSaidAll(String dag) {
        return Stream.of("yes", "no", "left", "right")
                .allMatch(word -> Lives.hasOf(dag, life -> life.end().equals(word), folder));
    }

    /** Has runs one by one, now that they share the slots with little else, until one had all the tasks it may have. */
    private void fill(BooleanSupplier isBusy) {
        while (!isBusy.getAsBoolean()) {
            String dag = Kind.CATCHUP.dag(0);
            awaitEnd(dag, trigger(dag));
        }
    }

    /** Waits for a body, or for the end of the run. */
    private void awaitBody(String dag, String run) {
        Await.until("a body of " + dag, () -> Lives.hasOf(dag, folder) || isOver(dag, run));
    }

    private void awaitEnd(String dag, String run) {
        Await.until("the end of " + run + " of " + dag, () -> isOver(dag, run));
    }

    private boolean isOver(String dag, String run) {
        return count("select count(*) from dag_run where dag_id = '" + dag + "' and run_id = '" + run
                        + "' and state in ('success', 'failed')")
                > 0;
    }

    private int count(String sql) {
        return Integer.parseInt(database.texts(sql).getFirst());
    }

    private void act() {
        switch (random.nextInt(13)) {
            case 0, 1 -> hands.clear();
            case 2, 3 -> hands.answer();
            case 4 -> post(posted().get(random.nextInt(posted().size())));
            case 5 -> redoing.pause();
            case 6, 7 -> hands.mark();
            case 8 -> redoing.redo();
            default -> {
                String dag = byHand.get(random.nextInt(byHand.size()));
                boolean lasts = Kind.MAPPED_GROUP_LASTS && Kind.of(dag) == Kind.MAPPED_GROUP;
                if (!lasts && count(OPEN) < TOO_MANY) {
                    var _ = trigger(dag);
                }
            }
        }
    }

    private String trigger(String dag) {
        return trigger(dag, Map.of());
    }

    /** Asks under an id of our own until there is an answer, so that a lost one makes no second run. */
    private String trigger(String dag, Map<String, ?> more) {
        String id = "asked_" + asked++;
        Map<String, @Nullable Object> body = new HashMap<>(Map.of("dag_run_id", id));
        body.putAll(more);
        body.put("logical_date", Deadlines.hasDate(dag) ? Instant.now().toString() : null);
        Api.Answer answer = requests.post("/dags/" + dag + "/dagRuns", body);
        boolean again = Requests.isLost(answer);
        if (again) {
            answer = requests.untilAnswered("POST", "/dags/" + dag + "/dagRuns", body);
        }
        if (answer.status() != 200 && !(again && answer.status() == 409)) {
            throw new AssertionError("a run of " + dag + " was answered with " + answer);
        }
        runs.computeIfAbsent(dag, d -> new TreeSet<>()).add(id);
        hands.takeNoteOf(dag, id);
        return id;
    }

    /** Ranks of the consumers that follow an asset which nothing but the API updates. */
    private static List<Integer> posted() {
        return Kind.CONSUMER.dags().stream()
                .map(Kind::rank)
                .filter(rank -> rank % 4 == 1 || rank % 4 == 2)
                .toList();
    }

    private void post(int rank) {
        String name = Updates.posted(rank);
        Api.Answer found = requests.get("/assets?name_pattern=" + name);
        if (found.status() != 200) {
            return;
        }
        long id = found.json().path("assets").path(0).path("id").asLong();
        Api.Answer answer = requests.post("/assets/events", Map.of("asset_id", id));
        if (answer.status() == 200) {
            updates.merge(name, 1, Integer::sum);
        } else if (Requests.isLost(answer)) {
            maybeUpdates.merge(name, 1, Integer::sum);
        } else {
            throw new AssertionError("an update of " + name + " was answered with " + answer);
        }
    }
}
