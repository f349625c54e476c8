package dev.rondo.scheduler.dagprocessor;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Keeps the DAGs in force equal to the files of one bundle. Passes list the files and start the reading of those whose
 * content is not known yet, each in a thread and a parser JVM of its own (see {@code FileReading}); what was read is
 * taken note of in the next pass. So a file that takes long holds up no other. The same bytes are parsed once, also
 * over restarts.
 */
public final class DagProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(DagProcessor.class);

    // Events tell of changes at once; a slow look repairs what they missed (a network file system sends none).
    private static final Duration SLOW_LOOK = Duration.ofSeconds(10);

    // While something is read, or was still growing, the next look is soon.
    private static final Duration SOON = Duration.ofMillis(50);

    // Two parsers to a core of a small machine; a third would only slow the others.
    private static final int MAX_QUICK = 4;

    // A file that takes longer than this is one that hangs: it no longer counts among the quick ones, so that four
    // of them do not stop the rest,
    private static final Duration QUICK = Duration.ofSeconds(3);

    // but they are not to fill the machine's memory either: 12 times 256 MiB.
    private static final int MAX_READINGS = 12;

    // A file that is deleted and written anew, as builds do, is not gone.
    private static final Duration GONE = Duration.ofSeconds(1);

    // A file that another is read for meanwhile may have been renamed to that one; it is waited for this long.
    private static final Duration GONE_FOR_GOOD = Duration.ofSeconds(5);

    // A file whose timetable class is asked again, in a catchup say: each reading takes a JVM.
    private static final Duration RENEW_AGAIN = Duration.ofMinutes(1);

    // And one that failed: what it told before is in force, and what fails is likely to fail again.
    private static final Duration RENEW_AGAIN_AFTER_FAILURE = Duration.ofMinutes(5);

    // After a failure that is not the file's: the database or the disk.
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final DagBundle bundle;
    private final DagCatalog catalog;
    private final FileReading reading;
    private final DagProcessorListener listener;
    private final InstantSource clock;
    private final LongSupplier nanos;

    // What the threads that read files have to say; all else belongs to the thread that makes the passes.
    private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();

    private final Map<String, Long> inFlight = new HashMap<>();
    private final Map<String, String> revisions = new HashMap<>();
    private final Map<String, Instant> seen = new HashMap<>();
    private final Map<String, Long> missingSince = new HashMap<>();
    private final Map<String, Long> notBefore = new HashMap<>();
    private final Map<String, Long> renewNotBefore = new HashMap<>();
    private final Map<String, Instant> lastAsked = new HashMap<>();
    private final Map<String, FileReading.Conflicting> conflicts = new HashMap<>();
    private Set<String> failing = new HashSet<>();

    /** What came of one file. */
    private record Ended(DagBundle.Found file, FileReading.Outcome outcome) {}

    /** A processor of one bundle. */
    public DagProcessor(
            DagBundle bundle,
            DagCatalog catalog,
            FileReading reading,
            DagProcessorListener listener,
            InstantSource clock,
            LongSupplier nanos) {
        this.bundle = bundle;
        this.catalog = catalog;
        this.reading = reading;
        this.listener = listener;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** Works until the thread is interrupted; outlives every failure of a pass. */
    public void run() {
        boolean failedBefore = false;
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("dags:" + bundle.name() + ":", 0).factory());
        try {
            while (true) {
                Duration pause = SLOW_LOOK;
                try {
                    pause = pass(threads) ? SLOW_LOOK : SOON;
                    failedBefore = false;
                } catch (IOException | RuntimeException e) {
                    LOG.atLevel(failedBefore ? Level.DEBUG : Level.WARN)
                            .addKeyValue("bundle", bundle.name())
                            .setCause(e)
                            .log("DAG files could not be looked at; the DAGs in force stay as they are");
                    failedBefore = true;
                    pause = AGAIN;
                }
                bundle.awaitChange(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the end of the processor
        } finally {
            threads.shutdownNow(); // interrupts, which kills the parsers
            threads.close();
        }
    }

    // Answers whether nothing is left to do: no file is read, or still growing, or missing for a moment only.
    private boolean pass(ExecutorService threads) throws IOException {
        boolean settled = takeNote();
        Map<String, String> known = catalog.knownFiles(bundle.name());
        DagBundle.Listing listing = reading.list();
        Set<String> missing = missing(known, listing);
        Set<String> renewed = catalog.filesToRenew(bundle.name(), now());
        Map<String, Instant> asked = catalog.askedFiles(bundle.name());
        for (DagBundle.Found file : listing.files()) {
            Instant question = asked.get(file.name());
            // Once for each question: one that finds no answer is asked anew by whoever wants to know.
            boolean asks = question != null && !question.equals(lastAsked.get(file.name()));
            boolean anew = asks || (renewed.contains(file.name()) && mayRenew(file));
            boolean forgotten = isForgotten(file, known);
            if ((isNew(file) || anew || forgotten) && isFree(file) && hasRoom()) {
                if (asks) {
                    lastAsked.put(file.name(), question);
                }
                start(file, anew ? "" : known.getOrDefault(file.name(), ""), missing, threads);
            }
            settled &= !isNew(file) && !forgotten;
        }
        settled &= removeMissing(missing);
        retryConflicts(missing);
        return settled && inFlight.isEmpty();
    }

    private boolean takeNote() {
        boolean settled = true;
        for (Ended end = ended.poll(); end != null; end = ended.poll()) {
            String name = end.file().name();
            long started = Objects.requireNonNull(inFlight.remove(name));
            conflicts.remove(name);
            switch (end.outcome()) {
                case FileReading.Outcome.Settled s -> settle(end.file(), started, RENEW_AGAIN);
                case FileReading.Outcome.Unusable u -> settle(end.file(), started, RENEW_AGAIN_AFTER_FAILURE);
                case FileReading.Outcome.Conflicted c -> {
                    settle(end.file(), started, RENEW_AGAIN_AFTER_FAILURE);
                    conflicts.put(name, c.with());
                }
                case FileReading.Outcome.NotYet n -> settled = false;
                case FileReading.Outcome.Failed f -> failed(name, f.cause());
            }
        }
        return settled;
    }

    // Counted from when it began to be read: how late its end is noticed has no say.
    private void settle(DagBundle.Found file, long started, Duration renewAfter) {
        renewNotBefore.put(file.name(), started + renewAfter.toNanos());
        revisions.put(file.name(), file.revision());
        seen.keySet().removeIf(k -> k.startsWith(file.name() + "\n"));
        notBefore.remove(file.name());
        failing.remove(file.name());
    }

    private void failed(String name, Throwable cause) {
        boolean first = failing.add(name);
        LOG.atLevel(first ? Level.WARN : Level.DEBUG)
                .addKeyValue("bundle", bundle.name())
                .addKeyValue("file", name)
                .setCause(cause)
                .log("a DAG file could not be processed; it is tried again");
        if (first) {
            listener.postponed(bundle.name(), name, cause);
        }
        notBefore.put(name, nanos.getAsLong() + AGAIN.toNanos());
        lastAsked.remove(name); // nobody has been asked
    }

    private boolean isNew(DagBundle.Found file) {
        return !file.revision().equals(revisions.get(file.name()));
    }

    // What it defined was deleted. Of a file that another stands in the way of no hash is known either.
    private boolean isForgotten(DagBundle.Found file, Map<String, String> known) {
        return known.getOrDefault(file.name(), "-").isEmpty() && !conflicts.containsKey(file.name());
    }

    // What is read for another reason tells of runs too.
    private boolean mayRenew(DagBundle.Found file) {
        return !isNew(file) && renewNotBefore.getOrDefault(file.name(), Long.MIN_VALUE) <= nanos.getAsLong();
    }

    private boolean isFree(DagBundle.Found file) {
        return !inFlight.containsKey(file.name())
                && notBefore.getOrDefault(file.name(), Long.MIN_VALUE) <= nanos.getAsLong();
    }

    private boolean hasRoom() {
        long quickSince = nanos.getAsLong() - QUICK.toNanos();
        long quick = inFlight.values().stream()
                .filter(started -> started - quickSince > 0)
                .count();
        return quick < MAX_QUICK && inFlight.size() < MAX_READINGS;
    }

    private void start(DagBundle.Found file, String knownHash, Set<String> missing, ExecutorService threads) {
        Instant firstSeen = seen.computeIfAbsent(file.name() + "\n" + file.revision(), k -> now());
        Set<String> gone = Set.copyOf(missing);
        inFlight.put(file.name(), nanos.getAsLong());
        var ignored = threads.submit(() -> {
            FileReading.Outcome outcome;
            try {
                outcome = reading.read(file, knownHash, firstSeen, gone);
            } catch (IOException | RuntimeException | Error e) { // a file of which nothing is heard is never read again
                outcome = new FileReading.Outcome.Failed(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the end of the processor
                return;
            }
            ended.add(new Ended(file, outcome));
        });
    }

    private Set<String> missing(Map<String, String> known, DagBundle.Listing listing) {
        Predicate<String> lacks = listing.lacking();
        Set<String> missing = new HashSet<>();
        known.keySet().stream().filter(lacks).forEach(missing::add);
        missingSince.keySet().retainAll(missing);
        missing.forEach(name -> missingSince.putIfAbsent(name, nanos.getAsLong()));
        for (Map<String, ?> remembered : List.of(revisions, conflicts, notBefore, renewNotBefore, lastAsked)) {
            remembered.keySet().removeIf(lacks);
        }
        failing.removeIf(lacks);
        seen.keySet().removeIf(key -> lacks.test(key.substring(0, key.indexOf('\n'))));
        return missing;
    }

    private boolean removeMissing(Set<String> missing) {
        boolean all = true;
        for (String name : missing) {
            Duration gone = Duration.ofNanos(nanos.getAsLong() - missingSince.getOrDefault(name, nanos.getAsLong()));
            boolean nowhereElse = inFlight.isEmpty() || gone.compareTo(GONE_FOR_GOOD) >= 0;
            if (gone.compareTo(GONE) >= 0 && nowhereElse && !inFlight.containsKey(name)) {
                listener.removed(bundle.name(), name, catalog.remove(bundle.name(), name));
            } else {
                all = false;
            }
        }
        return all;
    }

    // The other file may be gone, or define something else now.
    private void retryConflicts(Set<String> gone) throws IOException {
        if (!inFlight.isEmpty()) {
            return; // what is being read may be what settles it
        }
        for (Map.Entry<String, FileReading.Conflicting> conflict :
                Map.copyOf(conflicts).entrySet()) {
            if (reading.retry(conflict.getValue(), gone)) {
                conflicts.remove(conflict.getKey());
            }
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
