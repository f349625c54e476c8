package dev.rondo.operators.testing;

import dev.rondo.sdk.LookAgain;
import dev.rondo.sdk.TaskContext;
import dev.rondo.sdk.TunableSensor;
import dev.rondo.sdk.Waiting;
import java.util.concurrent.CountDownLatch;

/** Asks at each look what to do, and tells which process it is in. */
public record ToldSensor(Waiting waiting) implements TunableSensor<String, ToldSensor> {

    @Override
    public ToldSensor withWaiting(Waiting changed) {
        return new ToldSensor(changed);
    }

    @Override
    public String execute(TaskContext context) throws InterruptedException {
        String pid = Long.toString(ProcessHandle.current().pid());
        String told = context.xcomPull(pid, String.class).orElseThrow();
        switch (told) {
            case "again" -> throw LookAgain.later();
            case "hang" -> new CountDownLatch(1).await();
            case "exit" -> System.exit(3);
            default -> {
                return told;
            }
        }
        return told;
    }
}
