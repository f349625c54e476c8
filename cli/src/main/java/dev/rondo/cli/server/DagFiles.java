package dev.rondo.cli.server;

import dev.rondo.metadata.blob.BlobStore;
import dev.rondo.metadata.dag.DagStore;
import dev.rondo.runtime.compile.SourceCompiler;
import dev.rondo.runtime.parse.ParserProcess;
import dev.rondo.scheduler.dagprocessor.DagBundle;
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
import java.util.Set;

/** The DAG processors of a process: one thread for each folder. */
final class DagFiles implements AutoCloseable {

    private final List<DagBundle> bundles = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    private DagFiles() {}

    /**
     * Watches the folders.
     *
     * @param folders by the name of their bundle
     * @param unpaused ids of DAGs that begin unpaused
     */
    static DagFiles start(
            Map<String, Path> folders,
            Set<String> unpaused,
            DagStore store,
            BlobStore blobs,
            Installation installation,
            Path workFolder,
            List<String> parserOptions,
            DagProcessorListener listener)
            throws IOException {
        DagFiles files = new DagFiles();
        InstantSource clock = InstantSource.system();
        ParserProcess parser = new ParserProcess(new ParserProcess.Settings(
                Path.of(System.getProperty("java.home")),
                installation.hostClassPath(),
                parserOptions,
                ParserProcess.Settings.DEFAULT_TIMEOUT,
                ParserProcess.Settings.DEFAULT_HEAP_BYTES,
                workFolder));
        SourceCompiler compiler = new SourceCompiler(installation.hostClassPath());
        for (Map.Entry<String, Path> folder : folders.entrySet()) {
            DagBundle bundle = new FolderBundle(folder.getKey(), folder.getValue(), clock);
            DagProcessor processor = new DagProcessor(
                    bundle,
                    new StoredCatalog(store, unpaused),
                    blobs,
                    parser,
                    compiler,
                    listener,
                    clock,
                    System::nanoTime,
                    workFolder);
            files.bundles.add(bundle);
            files.threads.add(
                    Thread.ofPlatform().daemon().name("dags:" + folder.getKey()).start(processor::run));
        }
        return files;
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        bundles.forEach(DagBundle::close);
    }
}
