package dev.rondo.worker.host;

import dev.rondo.core.protocol.Dispatch;
import java.util.List;

/**
 * What a task host serves for life: one jar, one set of JVM options, one heap.
 *
 * @param jarHash empty: built-in operators only
 */
record HostKey(String jarHash, long heapBytes, List<String> jvmOptions) {

    static HostKey of(Dispatch dispatch, long defaultHeapBytes) {
        long heap = dispatch.heapBytes() == 0 ? defaultHeapBytes : dispatch.heapBytes();
        return new HostKey(dispatch.jarHash(), heap, dispatch.jvmOptions());
    }

    /** Whether a host that was started ahead, with the default heap and no options, can become one for this key. */
    boolean fitsSpare(long defaultHeapBytes) {
        return heapBytes == defaultHeapBytes && jvmOptions.isEmpty();
    }
}
