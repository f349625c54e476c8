package dev.rondo.metadata.run;

import dev.rondo.metadata.deadline.MetDeadlines;
import dev.rondo.metadata.telemetry.TelemetryWrite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Everything one transaction changes, by kind: each kind that occurs is one statement. */
public final class RunWrites {

    private final Map<Long, RunWrite> runs = new LinkedHashMap<>();
    private final List<NewInstance> newInstances = new ArrayList<>();
    private final List<InstanceWrite> instances = new ArrayList<>();
    private final List<InstanceKey> removedInstances = new ArrayList<>();
    private final List<PastTry> pastTries = new ArrayList<>();
    private final List<InstanceKey> forgottenXComs = new ArrayList<>();
    private final Map<List<Object>, XComWrite> xcoms = new LinkedHashMap<>();
    private final List<CallbackWrite> callbacks = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();
    private final List<TelemetryWrite> telemetry = new ArrayList<>();

    private final List<Place> places = new ArrayList<>();

    /** Where an instance waits for its turn. */
    record Place(InstanceKey instance, String pool, int slots, int priority, String queue) {}

    /** What a person says of an instance. */
    record Note(InstanceKey instance, String text) {}

    private final List<MetDeadlines> metDeadlines = new ArrayList<>();
    private final Set<Long> deadlinesAnew = new TreeSet<>();

    public void run(RunWrite write) {
        runs.put(write.runNo(), write);
    }

    public void newInstance(NewInstance instance) {
        newInstances.add(instance);
    }

    public void instance(InstanceWrite write) {
        instances.add(write);
    }

    /** A row to delete: the placeholder of a mapped task that got its instances. */
    public void remove(InstanceKey placeholder) {
        removedInstances.add(placeholder);
    }

    public void pastTry(PastTry pastTry) {
        pastTries.add(pastTry);
    }

    /** An instance whose XComs are deleted, as before a new try. */
    public void forgetXComs(InstanceKey instance) {
        forgottenXComs.add(instance);
    }

    /** A value; a later one of the same key in the same transaction replaces it. */
    public void xcom(XComWrite write) {
        xcoms.put(List.of(write.runNo(), write.taskId(), write.mapIndex(), write.key()), write);
    }

    public void callback(CallbackWrite write) {
        callbacks.add(write);
    }

    /** Something that somebody outside is to be told of. */
    public void telemetry(TelemetryWrite write) {
        telemetry.add(write);
    }

    /** Where an instance waits from now on, as its task's options in another version of the DAG say. */
    public void place(InstanceKey instance, String pool, int slots, int priority, String queue) {
        places.add(new Place(instance, pool, slots, priority, queue));
    }

    /** A note of an instance, as it is in the end: also of one that this transaction makes. */
    public void note(InstanceKey instance, String text) {
        notes.add(new Note(instance, text));
    }

    /** Deadlines that are met. */
    public void met(MetDeadlines met) {
        metDeadlines.add(met);
    }

    /** A finished run is open again, or has another version: its deadlines are made anew. */
    public void deadlinesAnew(long runNo) {
        deadlinesAnew.add(runNo);
    }

    List<RunWrite> runs() {
        return List.copyOf(runs.values());
    }

    List<NewInstance> newInstances() {
        return newInstances;
    }

    List<InstanceWrite> instances() {
        return instances;
    }

    List<InstanceKey> removedInstances() {
        return removedInstances;
    }

    List<PastTry> pastTries() {
        return pastTries;
    }

    List<InstanceKey> forgottenXComs() {
        return forgottenXComs;
    }

    List<XComWrite> xcoms() {
        return List.copyOf(xcoms.values());
    }

    List<MetDeadlines> metDeadlines() {
        return metDeadlines;
    }

    Set<Long> withDeadlinesAnew() {
        return deadlinesAnew;
    }

    List<CallbackWrite> callbacks() {
        return callbacks;
    }

    List<TelemetryWrite> telemetry() {
        return telemetry;
    }

    List<Note> notes() {
        return notes;
    }

    List<Place> places() {
        return places;
    }
}
