package dev.rondo.cli;

import java.util.List;
import java.util.Optional;

/**
 * What a help says of a group, and which classes its commands have.
 *
 * @param about its description, a line each
 * @param notes what stands below its commands, a line each
 */
record CommandGroup(List<String> about, List<String> notes, List<Child> commands) {

    /**
     * A command of a group.
     *
     * @param className of the class whose annotations say the rest
     * @param aliases other words for it
     * @param isHidden whether it is for the launcher, not for people
     * @param about its description, a line each
     */
    record Child(String name, String className, List<String> aliases, boolean isHidden, List<String> about) {

        /** One for people, of one name. */
        static Child of(String name, String className, String... about) {
            return new Child(name, className, List.of(), false, List.of(about));
        }

        /** One that has another name, too. */
        Child also(String alias) {
            return new Child(name, className, List.of(alias), isHidden, about);
        }

        /** One for the launcher. */
        Child hidden() {
            return new Child(name, className, aliases, true, about);
        }

        boolean isCalled(String word) {
            return name.equals(word) || aliases.contains(word);
        }
    }

    /** The command of that name. */
    Optional<Child> find(String word) {
        return commands.stream().filter(command -> command.isCalled(word)).findFirst();
    }
}
