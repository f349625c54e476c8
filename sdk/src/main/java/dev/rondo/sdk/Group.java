package dev.rondo.sdk;

/**
 * A handle on a task group: a place to make tasks, whose ids get the group's before them, with options for them all. A
 * line to or from it leads to its first or from its last tasks. Made by Rondo alone.
 */
public interface Group extends Tasks, Node<Group>, TaskOptions<Group> {

    /** The id with those of the groups around it, such as {@code features.weather}. */
    String id();

    /** Options for the tasks of the group; what is said on the group itself is put over them. */
    Group defaultArgs(DefaultArgs args);

    /** What the group is for, in Markdown. For the page; the tasks do not inherit it. */
    @Override
    Group doc(String markdown);
}
