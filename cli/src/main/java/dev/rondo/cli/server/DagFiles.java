package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Home;
import dev.rondo.metadata.control.ControlStore;
import dev.rondo.metadata.dag.DagStore;
import dev.rondo.runtime.compile.SourceCompiler;
import dev.rondo.runtime.parse.ParseResult;
import dev.rondo.runtime.parse.ParserProcess;
import dev.rondo.scheduler.dagprocessor.DagBundle;
import dev.rondo.scheduler.dagprocessor.DagCatalog;
import dev.rondo.scheduler.dagprocessor.DagProcessor;
import dev.rondo.scheduler.dagprocessor.DagProcessorListener;
import dev.rondo.scheduler.dagprocessor.FolderBundle;
import dev.rondo.scheduler.dagprocessor.StoredCatalog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The DAG processors of a process: one thread for each folder. */
final class DagFiles implements AutoCloseable {

    private final List<DagBundle> bundles = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Heartbeat heartbeat;

    private DagFiles(Heartbeat heartbeat) {
        this.heartbeat = heartbeat;
    }

    /**
     * Watches the folders.
     *
     * @param published called when DAGs are new or have changed
     */
    static DagFiles start(
            DagFolders folders,
            Storage storage,
            Installation installation,
            Home home,
            Announcer announcer,
            Runnable published) {
        InstantSource clock = InstantSource.system();
        DagFiles files =
                new DagFiles(Heartbeat.start(new ControlStore(storage.transactions()), "dag-processor", clock));
        Path workFolder = home.folder().resolve("parse");
        ParserProcess parser = new ParserProcess(new ParserProcess.Settings(
                Path.of(System.getProperty("java.home")),
                installation.hostClassPath(),
                List.of(),
                ParserProcess.Settings.DEFAULT_TIMEOUT,
                ParserProcess.Settings.DEFAULT_HEAP_BYTES,
                workFolder));
        SourceCompiler compiler = new SourceCompiler(installation.hostClassPath());
        for (Map.Entry<String, Path> folder : folders.byBundle().entrySet()) {
            DagBundle bundle = bundle(folder.getKey(), folder.getValue(), clock);
            DagProcessor processor = new DagProcessor(
                    bundle,
                    new StoredCatalog(new DagStore(storage.transactions()), folders.unpaused()),
                    storage.blobs(),
                    parser,
                    compiler,
                    new Told(announcer, published),
                    clock,
                    System::nanoTime,
                    workFolder);
            files.bundles.add(bundle);
            files.threads.add(
                    Thread.ofPlatform().daemon().name("dags:" + folder.getKey()).start(processor::run));
        }
        return files;
    }

    private static DagBundle bundle(String name, Path folder, InstantSource clock) {
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
        public void removed(String bundle, String fileName, List<String> dagIds) {
            announcer.removed(bundle, fileName, dagIds);
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        bundles.forEach(DagBundle::close);
        heartbeat.close();
    }
}
