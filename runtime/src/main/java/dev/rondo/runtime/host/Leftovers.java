package dev.rondo.runtime.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a task leaves running in this JVM: platform threads it started and processes it forked. Both are found by
 * looking at the JVM's threads: a thread belongs to the group of the thread that made it, and the JDK keeps one thread
 * named "process reaper (pid N)" for each living child, and keeps an idle one for a minute; so the table of processes
 * is read only after a task that forked.
 */
final class Leftovers {

    private static final String REAPER = "process reaper";
    private static final String LIVING_CHILD = "process reaper (pid ";

    private Leftovers() {}

    /**
     * Names of what a task left behind; empty: nothing.
     *
     * @param own the thread of the task itself; what it started is in its group
     * @param mark of this host, in the environment of what it forks
     */
    static List<String> find(Thread own, String mark) {
        ThreadGroup group = own.getThreadGroup();
        List<String> found = new ArrayList<>();
        boolean forked = false;
        for (Thread thread : threads(root(group))) {
            ThreadGroup of = thread.getThreadGroup(); // null: it has ended meanwhile
            if (of == null || thread.equals(own)) {
                continue;
            }
            String name = thread.getName();
            if (group.parentOf(of)) {
                found.add("thread '" + name + "'");
            }
            forked |= name.startsWith(REAPER);
            if (name.startsWith(LIVING_CHILD)) {
                found.add("process " + name.substring(LIVING_CHILD.length(), name.length() - 1));
            }
        }
        if (forked && found.isEmpty()) {
            // A child of a child whose parent has ended: only the operating system knows it, by the session of this
            // JVM.
            SessionProcesses.find(ProcessHandle.current().pid(), mark).forEach(pid -> found.add("process " + pid));
        }
        return found;
    }

    private static ThreadGroup root(ThreadGroup group) {
        ThreadGroup root = group;
        for (ThreadGroup parent = root.getParent(); parent != null; parent = root.getParent()) {
            root = parent;
        }
        return root;
    }

    private static List<Thread> threads(ThreadGroup group) {
        Thread[] threads = new Thread[Math.max(32, group.activeCount() * 2)];
        int count = group.enumerate(threads, true);
        while (count == threads.length) {
            threads = new Thread[threads.length * 2];
            count = group.enumerate(threads, true);
        }
        return List.of(Arrays.copyOf(threads, count));
    }
}
