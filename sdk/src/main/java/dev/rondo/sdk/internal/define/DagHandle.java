package dev.rondo.sdk.internal.define;

import dev.rondo.sdk.Callback;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.Deadline;
import dev.rondo.sdk.DefaultArgs;
import dev.rondo.sdk.Input;
import dev.rondo.sdk.RunStrategy;
import dev.rondo.sdk.Schedule;
import dev.rondo.sdk.spec.DagSpec;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The handle on a DAG. */
public final class DagHandle extends OptionsHandle<Dag> implements Dag, Place {

    private final DagDraft draft;

    /** A new DAG. */
    public DagHandle(String id) {
        this.draft = new DagDraft(Objects.requireNonNull(id, "id"));
    }

    /** What the author's handle has gathered. */
    public static DagDraft draftOf(Dag dag) {
        return ((DagHandle) dag).draft;
    }

    @Override
    public DagDraft dag() {
        return draft;
    }

    @Override
    public @Nullable GroupDraft within() {
        return null;
    }

    @Override
    public String id() {
        return draft.id();
    }

    @Override
    Dag with(Option option, Object value) {
        draft.options(draft.options().with(option, value));
        return this;
    }

    @Override
    public Dag pool(String name, int slots) {
        return pool(name).poolSlots(slots);
    }

    @Override
    public Dag schedule(Schedule schedule) {
        draft.settings().schedule(Objects.requireNonNull(schedule));
        return this;
    }

    @Override
    public Dag schedule(String text) {
        return schedule(Schedule.of(text));
    }

    @Override
    public Dag timezone(String zoneId) {
        draft.settings().timezone(Objects.requireNonNull(zoneId));
        return this;
    }

    @Override
    public Dag startDate(String date) {
        draft.settings().startDate(date);
        return this;
    }

    @Override
    public Dag endDate(String date) {
        draft.settings().endDate(date);
        return this;
    }

    @Override
    public Dag catchup(boolean all) {
        draft.settings().catchup(all ? DagSpec.CATCHUP_ALL : 0);
        return this;
    }

    @Override
    public Dag catchupLast(int runs) {
        draft.settings().catchup(runs < 1 ? -1 : runs);
        return this;
    }

    @Override
    public Dag runStrategy(RunStrategy strategy) {
        draft.settings().runStrategy(Objects.requireNonNull(strategy));
        return this;
    }

    @Override
    public Dag maxActiveRuns(int max) {
        draft.settings().maxActiveRuns(max);
        return this;
    }

    @Override
    public Dag maxActiveTasks(int max) {
        draft.settings().maxActiveTasks(max);
        return this;
    }

    @Override
    public Dag dagrunTimeout(Duration timeout) {
        draft.settings().dagrunTimeout(timeout);
        return this;
    }

    @Override
    public Dag failFast(boolean fail) {
        draft.settings().failFast(fail);
        return this;
    }

    @Override
    public Dag pausedUponCreation(boolean paused) {
        draft.settings().pausedUponCreation(paused);
        return this;
    }

    @Override
    public Dag tags(String... tags) {
        draft.settings().tags(List.of(tags));
        return this;
    }

    @Override
    public Dag description(String text) {
        draft.settings().description(text);
        return this;
    }

    @Override
    public Dag doc(String markdown) {
        draft.settings().doc(markdown);
        return this;
    }

    @Override
    public Dag defaultArgs(DefaultArgs args) {
        draft.defaultArgs(DefaultArgsValue.optionsOf(args));
        return this;
    }

    @Override
    public Dag onSuccess(Callback callback) {
        draft.settings().onSuccess(callback);
        return this;
    }

    @Override
    public Dag onFailure(Callback callback) {
        draft.settings().onFailure(callback);
        return this;
    }

    @Override
    public Dag deadline(String name, Deadline deadline) {
        draft.deadline(name, null, deadline, null);
        return this;
    }

    @Override
    public Dag deadline(String name, Deadline deadline, Callback missed) {
        draft.deadline(name, null, deadline, missed);
        return this;
    }

    @Override
    public <P extends Record> Input<P> params(P defaults) {
        draft.params(Objects.requireNonNull(defaults));
        return new Source.Params<>(draft, defaults.getClass());
    }
}
