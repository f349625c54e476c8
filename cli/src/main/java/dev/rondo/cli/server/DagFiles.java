package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Home;
import dev.rondo.metadata.control.ControlStore;
import dev.rondo.metadata.dag.DagStore;
import dev.rondo.runtime.parse.Libraries;
import dev.rondo.runtime.parse.ParseResult;
import dev.rondo.runtime.parse.ParserProcess;
import dev.rondo.scheduler.dagprocessor.BucketBundle;
import dev.rondo.scheduler.dagprocessor.DagBundle;
import dev.rondo.scheduler.dagprocessor.DagCatalog;
import dev.rondo.scheduler.dagprocessor.DagProcessor;
import dev.rondo.scheduler.dagprocessor.DagProcessorListener;
import dev.rondo.scheduler.dagprocessor.FileReading;
import dev.rondo.scheduler.dagprocessor.FolderBundle;
import dev.rondo.scheduler.dagprocessor.NoticeWatch;
import dev.rondo.scheduler.dagprocessor.StoredCatalog;
import dev.rondo.storage.BucketNotices;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The DAG processors of a process: one thread for each folder and bucket. */
final class DagFiles implements AutoCloseable {

    private final List<DagBundle> bundles = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<BucketNotices> notices = new ArrayList<>();
    private final Heartbeat heartbeat;
    private final ParserProcess parser;

    private DagFiles(Heartbeat heartbeat, ParserProcess parser) {
        this.heartbeat = heartbeat;
        this.parser = parser;
    }

    /**
     * Watches the folders and buckets.
     *
     * @param defaultArgs default arguments of the installation, by the names of options
     * @param published called when DAGs are new or have changed
     */
    static DagFiles start(
            DagFolders folders,
            Storage storage,
            Installation installation,
            Home home,
            Map<String, String> defaultArgs,
            Announcer announcer,
            Runnable published) {
        InstantSource clock = InstantSource.system();
        Path workFolder = WorkFolders.own(home.folder().resolve("parse"));
        ParserProcess parser =
                new Parsers(installation).reading(workFolder, new Libraries(home.libraries()), defaultArgs);
        parser.prepare();
        DagFiles files =
                new DagFiles(Heartbeat.start(new ControlStore(storage.transactions()), "dag-processor", clock), parser);
        DagProcessorListener listener = new Told(announcer, published);
        for (Map.Entry<String, Place> folder : folders.byBundle().entrySet()) {
            DagBundle bundle = bundle(folder.getKey(), folder.getValue(), storage, clock);
            StoredCatalog catalog = new StoredCatalog(new DagStore(storage.transactions()), folders.unpaused());
            FileReading reading = new FileReading(
                    bundle, catalog, storage.blobs(), parser, listener, clock, System::nanoTime, workFolder);
            DagProcessor processor = new DagProcessor(bundle, catalog, reading, listener, clock, System::nanoTime);
            files.bundles.add(bundle);
            files.threads.add(
                    Thread.ofPlatform().daemon().name("dags:" + folder.getKey()).start(processor::run));
        }
        return files;
    }

    /**
     * Lets buckets be listed as soon as the subscription that is set says that they have changed; without buckets or
     * subscription it does nothing.
     */
    void hear(Map<String, String> environment, BucketClients clients) {
        List<BucketBundle> inBuckets = bundles.stream()
                .filter(BucketBundle.class::isInstance)
                .map(BucketBundle.class::cast)
                .toList();
        Optional<String> subscription = NoticeSettings.subscription(environment);
        if (subscription.isPresent() && !inBuckets.isEmpty()) {
            BucketNotices opened = clients.notices(subscription.get(), NoticeSettings.access(environment));
            notices.add(opened);
            NoticeWatch watch = new NoticeWatch(opened, inBuckets, Thread::sleep);
            threads.add(Thread.ofPlatform().daemon().name("dag-notices").start(watch::run));
        }
    }

    private static DagBundle bundle(String name, Place place, Storage storage, InstantSource clock) {
        return switch (place) {
            case Place.Folder folder -> folder(name, folder.path(), clock);
            case Place.InBucket there ->
                new BucketBundle(
                        name,
                        there.uri(),
                        storage.buckets().open(there.uri().bucket(), there.access()),
                        System::nanoTime);
        };
    }

    private static DagBundle folder(String name, Path folder, InstantSource clock) {
        try {
            return new FolderBundle(name, folder, clock);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.CANT_CREATE,
                    "cannot watch " + folder + " for DAG files (" + e.getMessage()
                            + "); name a folder that exists or can be made with --dags",
                    e);
        }
    }

    /** Prints what happens to DAG files, and lets the scheduler look at what is new. */
    private record Told(Announcer announcer, Runnable changed) implements DagProcessorListener {
        @Override
        public void published(DagCatalog.FileVersion file, DagCatalog.Published.Done result) {
            changed.run();
            announcer.published(file, result);
        }

        @Override
        public void refused(DagCatalog.FileVersion file, ParseResult.Failure failure) {
            announcer.refused(file, failure);
        }

        @Override
        public void postponed(String bundle, String fileName, Throwable why) {
            announcer.postponed(bundle, fileName, why);
        }

        @Override
        public void removed(String bundle, String fileName, List<String> dagIds) {
            announcer.removed(bundle, fileName, dagIds);
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        notices.forEach(BucketNotices::close);
        bundles.forEach(DagBundle::close);
        parser.close();
        heartbeat.close();
    }
}
