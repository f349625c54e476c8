package dev.rondo.metadata.postgres;

import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** As whom the server's programs run: they refuse root. */
sealed interface ServerUser {

    /** The command as this user. */
    List<String> command(List<String> command);

    /** To whom the data directory must belong. */
    UserPrincipal owner();

    /** Whether the folders on the way to the data must be open to others. */
    boolean isForeign();

    /** The OS user of this JVM, who is not root. */
    record Same(UserPrincipal owner) implements ServerUser {

        @Override
        public List<String> command(List<String> command) {
            return command;
        }

        @Override
        public boolean isForeign() {
            return false;
        }
    }

    /**
     * Root, in a user namespace that does not map it: to the kernel the files are still root's, to the server its user
     * is the overflow user ("nobody", 65534). No second user is needed, so this is tried first.
     */
    record Unmapped(UserPrincipal owner) implements ServerUser {

        @Override
        public List<String> command(List<String> command) {
            return prefixed(List.of("unshare", "-U"), command);
        }

        @Override
        public boolean isForeign() {
            return false;
        }
    }

    /** Another OS user, where root may not make user namespaces (hardened kernels, most containers) and on macOS. */
    record Other(UserPrincipal owner, Tool tool, String userId, String groupId) implements ServerUser {

        /** What changes the user; the first that is there is taken. */
        enum Tool {
            /** util-linux; replaces itself by the command. */
            SETPRIV,
            /** util-linux; stays until the command ends, which all of ours do. */
            RUNUSER,
            /** Everywhere else. */
            SU
        }

        @Override
        public List<String> command(List<String> command) {
            return switch (tool) {
                case SETPRIV ->
                    prefixed(
                            List.of("setpriv", "--reuid=" + userId, "--regid=" + groupId, "--clear-groups", "--"),
                            command);
                case RUNUSER -> prefixed(List.of("runuser", "-u", owner.getName(), "--"), command);
                case SU -> List.of("su", "-m", owner.getName(), "-c", "exec " + shellWords(command));
            };
        }

        @Override
        public boolean isForeign() {
            return true;
        }
    }

    private static List<String> prefixed(List<String> prefix, List<String> command) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(command);
        return all;
    }

    private static String shellWords(List<String> command) {
        return command.stream().map(ServerUser::shellWord).collect(Collectors.joining(" "));
    }

    /** One word to any shell. */
    static String shellWord(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
