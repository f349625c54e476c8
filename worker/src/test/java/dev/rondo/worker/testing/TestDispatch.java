package dev.rondo.worker.testing;

import dev.rondo.core.protocol.Dispatch;
import java.time.Instant;
import java.util.List;

/** Dispatches as a scheduler sends them, of tasks without inputs. */
public final class TestDispatch {

    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

    private TestDispatch() {}

    /** Of a task whose class no jar has: nobody runs it. */
    public static Dispatch of(long id) {
        return of(id, "train", "ex.Census", "");
    }

    /** Of a task that may wait in a host while another one runs. */
    public static Dispatch of(long id, String taskId, String dagClass, String signature) {
        return new Dispatch(
                id,
                "token",
                /* runNo= */ 1,
                "census",
                "manual__1",
                taskId,
                /* mapIndex= */ 3,
                /* tryNumber= */ 2,
                /* maxTries= */ 0,
                "",
                dagClass,
                signature,
                new Dispatch.RunFacts("manual", NOW, NOW, NOW, NOW, "UTC", "{}", "{}", null),
                List.of(),
                null,
                null,
                null,
                0,
                0,
                List.of(),
                "warm",
                "default",
                null,
                null,
                true,
                null);
    }
}
