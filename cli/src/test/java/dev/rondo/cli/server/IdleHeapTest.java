package dev.rondo.cli.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdleHeapTest {

    /** A heap of which everything is told. */
    private static final class Told implements IdleHeap.Heap {
        long collections;
        long used;
        int shrunk;

        @Override
        public long collections() {
            return collections;
        }

        @Override
        public long used() {
            return used;
        }

        @Override
        public void shrink() {
            shrunk++;
            collections++;
            used = 10;
        }
    }

    private final Told heap = new Told();
    private final IdleHeap idle = new IdleHeap(heap);

    @Test
    void what_a_start_left_is_collected_once_when_nothing_else_is() {
        heap.used = 80;

        idle.look();
        idle.look();
        idle.look();

        assertThat(heap.shrunk).isEqualTo(1);
    }

    @Test
    void a_server_that_works_is_left_alone_until_it_rests() {
        heap.used = 80;
        for (int i = 0; i < 5; i++) {
            heap.collections++;
            idle.look();
        }
        assertThat(heap.shrunk).isZero();

        idle.look();

        assertThat(heap.shrunk).isEqualTo(1);
    }

    @Test
    void a_little_more_than_was_left_last_time_is_not_worth_it() {
        heap.used = 80;
        idle.look();
        heap.used = 15;
        idle.look();
        assertThat(heap.shrunk).isEqualTo(1);

        heap.used = 16;
        idle.look();

        assertThat(heap.shrunk).isEqualTo(2);
    }

    /** On a JVM of its own, with the options that servers are started with. */
    @Test
    void a_heap_that_was_large_is_small_afterwards() throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xms24m",
                        "-XX:-ShrinkHeapInSteps",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Large.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(jvm.getInputStream().readAllBytes(), UTF_8);

        assertThat(jvm.waitFor()).as(said).isZero();
        String[] megabytes = said.strip().split(" ");
        assertThat(Integer.parseInt(megabytes[0])).as("before").isGreaterThanOrEqualTo(64);
        assertThat(Integer.parseInt(megabytes[1])).as("afterwards").isBetween(16, 24);
        assertThat(megabytes[2]).as("the ratio for what comes then").isEqualTo(megabytes[3]);
    }

    /** Fills the old generation with what is dead, looks, and says how large the heap was and is. */
    static final class Large {

        private static final int MEGABYTE = 1024 * 1024;
        private static final int MEGABYTES = 100;

        private Large() {}

        public static void main(String[] args) {
            String ratio = ratio();
            IdleHeap idle = new IdleHeap(SerialHeap.ofThisJvm());
            idle.look();
            fill(new ArrayList<>());
            long before = heap().getCommitted();
            idle.look(); // it was busy
            idle.look();
            System.out.println(
                    before / MEGABYTE + " " + heap().getCommitted() / MEGABYTE + " " + ratio + " " + ratio());
        }

        private static void fill(List<byte[]> alive) {
            for (int i = 0; i < MEGABYTES; i++) {
                alive.add(new byte[MEGABYTE]);
            }
        }

        private static MemoryUsage heap() {
            return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        }

        private static String ratio() {
            return ManagementFactory.getPlatformMXBean(com.sun.management.HotSpotDiagnosticMXBean.class)
                    .getVMOption("MaxHeapFreeRatio")
                    .getValue();
        }
    }
}
