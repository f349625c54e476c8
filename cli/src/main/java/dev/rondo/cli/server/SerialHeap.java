package dev.rondo.cli.server;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The heap of this process, if it is one of the serial collector; any other one is said to be empty. */
final class SerialHeap implements IdleHeap.Heap {

    private static final String OLD = "Tenured Gen";

    // Percent of a generation that is free after a collection, while there is nothing to do. In this order: the least
    // must never be above the most.
    private static final SequencedMap<String, String> IDLE = idle();

    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    private final List<MemoryPoolMXBean> old;

    private SerialHeap(List<MemoryPoolMXBean> old) {
        this.old = old;
    }

    static SerialHeap ofThisJvm() {
        return new SerialHeap(ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals(OLD))
                .toList());
    }

    @Override
    public long collections() {
        return collectors.stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    @Override
    public long used() {
        return old.stream().mapToLong(pool -> pool.getUsage().getUsed()).sum();
    }

    @Override
    public void shrink() {
        HotSpotDiagnosticMXBean options = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        SequencedMap<String, String> usual = new LinkedHashMap<>();
        try {
            IDLE.forEach((name, percent) -> {
                usual.putFirst(name, options.getVMOption(name).getValue());
                options.setVMOption(name, percent);
            });
            System.gc();
        } finally {
            usual.forEach(options::setVMOption); // a heap that small would be collected all the time under load
        }
    }

    private static SequencedMap<String, String> idle() {
        SequencedMap<String, String> idle = new LinkedHashMap<>();
        idle.put("MinHeapFreeRatio", "5");
        idle.put("MaxHeapFreeRatio", "10");
        return idle;
    }
}
