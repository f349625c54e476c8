package dev.rondo.cli.api;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Puts server-sent events together from their lines. One that is cut off before its end is none: who goes on from the
 * id of the one before misses nothing.
 */
public final class EventLines implements Consumer<String> {

    private final Consumer<Event> told;
    private final List<String> data = new ArrayList<>();
    private String name = "message";
    private String id = "";

    public EventLines(Consumer<Event> told) {
        this.told = told;
    }

    /**
     * An event.
     *
     * @param id of the newest event that has one
     */
    public record Event(String name, String id, List<String> data) {
        public Event {
            data = List.copyOf(data);
        }
    }

    @Override
    public void accept(String line) {
        if (line.isEmpty()) {
            if (!data.isEmpty()) {
                told.accept(new Event(name, id, data));
            }
            data.clear();
            name = "message";
            return;
        }
        int colon = line.indexOf(':');
        String field = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(colon + 1);
        String plain = value.startsWith(" ") ? value.substring(1) : value;
        switch (field) {
            case "event" -> name = plain;
            case "id" -> id = plain;
            case "data" -> data.add(plain);
            default -> {} // a comment, which begins with a colon, or what a later server says
        }
    }
}
