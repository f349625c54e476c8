package dev.rondo.sdk.internal.build;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Says whether a cron expression can be read. The sdk looks at its form alone; the loader, which has the timetables,
 * passes one that reads it as the scheduler will.
 */
@FunctionalInterface
public interface CronCheck {

    /** What is wrong with the expression, as one clause; empty: nothing. */
    Optional<String> problem(String cron);

    /** Looks at the form: a known preset, or five to seven fields of the characters that cron fields have. */
    static CronCheck ofForm() {
        Set<String> presets =
                Set.of("@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@quarterly", "@yearly", "@annually");
        Pattern field = Pattern.compile("[0-9A-Za-z*/,?#-]+");
        return cron -> {
            String text = cron.strip();
            if (text.startsWith("@")) {
                return presets.contains(text)
                        ? Optional.empty()
                        : Optional.of("'" + text + "' is none of the presets "
                                + presets.stream().sorted().toList());
            }
            String[] fields = text.split("\\s+");
            if (fields.length < 5 || fields.length > 7) {
                return Optional.of("it has " + (text.isEmpty() ? 0 : fields.length) + " fields and not five");
            }
            for (String each : fields) {
                if (!field.matcher(each).matches()) {
                    return Optional.of("the field '" + each + "' has characters that a cron field cannot have");
                }
            }
            return Optional.empty();
        };
    }
}
