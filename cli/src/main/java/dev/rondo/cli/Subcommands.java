package dev.rondo.cli;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The commands of a group. Takes the place of picocli's own list, which is read whole at each start. Nor is this one
 * read by a command: {@link CommandIndex} is made of it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Subcommands {

    /** Their classes, in the order of the help. */
    Class<?>[] value();
}
