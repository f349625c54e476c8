package dev.rondo.sdk.internal.template;

import dev.rondo.sdk.internal.text.Nearest;
import java.util.Set;

/** What to say about a name that is not known. */
final class Names {

    private Names() {}

    static String unknown(String name, Set<String> known) {
        return "'" + name + "' is not defined; " + hint(name, known);
    }

    private static String hint(String name, Set<String> known) {
        return switch (name) {
            case "execution_date" -> "use logical_date, its name in Airflow 3";
            case "next_execution_date", "next_ds", "next_ds_nodash" ->
                "Airflow 3 has it no more; use data_interval_end";
            case "prev_execution_date", "prev_ds", "prev_ds_nodash", "prev_execution_date_success" ->
                "Airflow 3 has it no more; use prev_data_interval_start_success";
            case "yesterday_ds", "yesterday_ds_nodash" -> "Airflow 3 has it no more; use macros.ds_add(ds, -1)";
            case "tomorrow_ds", "tomorrow_ds_nodash" -> "Airflow 3 has it no more; use macros.ds_add(ds, 1)";
            default -> Nearest.hint(name, known, "there are " + String.join(", ", known));
        };
    }
}
