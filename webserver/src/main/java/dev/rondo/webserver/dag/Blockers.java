package dev.rondo.webserver.dag;

import dev.rondo.metadata.why.Answer;
import dev.rondo.webserver.rest.Request;
import java.util.List;

/** What holds something back, as far as the caller may be told: what shares a pool may be of any DAG. */
public final class Blockers {

    private Blockers() {}

    /** Those of DAGs that the caller may read. */
    public static List<Answer.Blocking> shown(Request request, Answer answer) {
        return answer.blocking().stream()
                .filter(each -> request.isFor(each.dagId()))
                .toList();
    }
}
