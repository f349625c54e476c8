package dev.rondo.dags.guide;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagFamily;
import dev.rondo.sdk.NoAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Of the chapter on approvals: what becomes of a question that nobody answers. */
public final class Silence implements DagFamily {

    public record Answer(boolean push, Optional<String> why, List<String> reviewers) {}

    @Override
    public List<Dag> define() {
        Dag answered = Dag.create("answered_by_default");
        var answer = answered.approve(
                        "may_it_go_out", new Answer(false, Optional.of("nobody looked"), List.of("nobody")))
                .executionTimeout(Duration.ofHours(8));
        answered.task("push", answer).call(said -> said.push() ? "pushed" : "kept back");

        Dag rejected = Dag.create("rejected_by_default");
        var silent =
                rejected.approve("may_it_go_out", Answer.class, NoAnswer.REJECT).executionTimeout(Duration.ofHours(8));
        rejected.task("push", silent).call(said -> said.push() ? "pushed" : "kept back");
        return List.of(answered, rejected);
    }
}
