package dev.rondo.cli.dags.drawing;

import java.util.List;

/**
 * A task as it is drawn.
 *
 * @param id of the task within its DAG
 * @param title what is written in its box
 * @param subtitle smaller, below the title
 * @param group id of the group it is in, the names of the groups around it before its own, parted by dots; empty for
 *     none
 * @param downstream ids of the tasks that follow it; those that are not drawn are left out
 */
public record DrawnTask(String id, String title, String subtitle, String group, List<String> downstream) {

    public DrawnTask {
        downstream = List.copyOf(downstream);
    }
}
