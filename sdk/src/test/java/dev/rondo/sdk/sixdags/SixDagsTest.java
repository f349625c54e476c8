package dev.rondo.sdk.sixdags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.internal.define.DagHandle;
import dev.rondo.sdk.internal.define.TaskDraft;
import java.util.List;
import org.junit.jupiter.api.Test;

class SixDagsTest {

    private static List<String> taskIds(Dag dag) {
        return DagHandle.draftOf(dag).tasks().stream().map(TaskDraft::id).toList();
    }

    @Test
    void every_task_is_there_in_order_of_definition() {
        assertThat(taskIds(new Census().define()))
                .containsExactly("wait_for_export", "count_rows", "train", "good_enough", "push", "alarm");
        assertThat(new Family().define()).extracting(Dag::id).containsExactly("census_de", "census_fr");
        assertThat(taskIds(new Mapping().define()))
                .containsExactly("split", "train", "best", "load", "per_country.train", "per_country.eval", "reduce");
        assertThat(taskIds(new Three().define())).containsExactly("which", "full", "delta", "join");
        assertThat(taskIds(new Cluster().define())).containsExactly("create", "train", "eval", "delete");
        assertThat(taskIds(new Full().define()))
                .containsExactly("wait", "load", "train", "evaluate", "approve", "push");
    }

    @Test
    void a_task_knows_the_line_of_its_definition() {
        TaskDraft first = DagHandle.draftOf(new Census().define()).tasks().getFirst();

        assertThat(first.where()).matches("Census\\.java:\\d+");
    }
}
