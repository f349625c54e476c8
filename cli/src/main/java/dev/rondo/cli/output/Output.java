package dev.rondo.cli.output;

import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonNull;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Prints rows as a table for people or as JSON or YAML for scripts. What came from a server is printed without control
 * codes.
 */
public final class Output {

    /** Of what form. */
    public enum Form {
        /** Columns for people. */
        table,
        /** The server's own JSON objects, as one array. */
        json,
        /** The same objects in YAML. */
        yaml,
        /** One row a line, columns parted by tabs, no heading. */
        plain;

        /** Whether it is the server's own objects, whole. */
        public boolean isData() {
            return this == json || this == yaml;
        }
    }

    private final PrintWriter out;
    private final Form form;

    public Output(PrintWriter out, Form form) {
        this.out = out;
        this.form = form;
    }

    /** One column of a table. */
    public record Column(String heading, Function<JsonObject, String> value) {

        /** The value of a key. */
        public static Column of(String heading, String key) {
            return new Column(heading, row -> text(row.get(key)));
        }
    }

    /** Prints the rows; {@code none} is what people read when there are none. */
    public void rows(List<JsonObject> rows, List<Column> columns, String none) {
        switch (form) {
            case json, yaml -> data(JsonArray.of(rows));
            case plain -> rows.forEach(row -> out.println(String.join("\t", cells(row, columns))));
            case table -> table(rows, columns, none);
        }
        out.flush();
    }

    /** Prints one object: its keys and values for people. */
    public void object(JsonObject object) {
        if (form.isData()) {
            data(object);
        } else {
            int width = object.members().keySet().stream()
                    .mapToInt(String::length)
                    .max()
                    .orElse(0);
            object.members()
                    .forEach((key, value) ->
                            out.println((form == Form.plain ? clean(key) + "\t" : pad(clean(key), width) + "  ")
                                    + clean(text(value))));
        }
        out.flush();
    }

    /** Prints a value as YAML where that is asked for, as JSON otherwise. */
    public void data(JsonValue value) {
        if (form == Form.yaml) {
            out.print(Yaml.of(value));
        } else {
            out.println(value.toJson());
        }
        out.flush();
    }

    /** Prints one object for scripts, and a line for people that says the same. */
    public void either(JsonObject object, String text) {
        if (form == Form.table) {
            line(text);
        } else {
            object(object);
        }
    }

    /** Prints a line for people; nothing where scripts read. */
    public void line(String text) {
        if (form == Form.table) {
            out.println(clean(text));
            out.flush();
        }
    }

    private void table(List<JsonObject> rows, List<Column> columns, String none) {
        if (rows.isEmpty()) {
            out.println(none);
            return;
        }
        List<List<String>> lines = new ArrayList<>();
        lines.add(columns.stream().map(Column::heading).toList());
        rows.forEach(row -> lines.add(cells(row, columns)));
        int[] widths = new int[columns.size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                text.append(i == widths.length - 1 ? line.get(i) : pad(line.get(i), widths[i]) + "  ");
            }
            out.println(text.toString().stripTrailing());
        }
    }

    private static List<String> cells(JsonObject row, List<Column> columns) {
        return columns.stream().map(c -> clean(c.value().apply(row))).toList();
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** A value as people read it: texts without quotes, nothing for null. */
    public static String text(@org.jspecify.annotations.Nullable JsonValue value) {
        return switch (value) {
            case null -> "";
            case JsonNull n -> "";
            case JsonString s -> s.value();
            default -> value.toJson();
        };
    }

    /** The text without what could drive a terminal. */
    public static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '\n' || c == '\t') {
                clean.append(' ');
            } else if (!Character.isISOControl(c) && Character.getType(c) != Character.FORMAT) {
                clean.appendCodePoint(c);
            }
        });
        return clean.toString();
    }
}
