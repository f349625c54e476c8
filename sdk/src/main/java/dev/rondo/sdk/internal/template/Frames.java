package dev.rondo.sdk.internal.template;

import dev.rondo.sdk.internal.template.TemplateValue.Undefined;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The variables in force while rendering: those of the template, loop by loop, around them the scope. */
final class Frames {

    private final TemplateScope scope;
    private final Deque<Map<String, TemplateValue>> frames = new ArrayDeque<>();

    Frames(TemplateScope scope) {
        this.scope = scope;
        frames.push(new HashMap<>());
    }

    void open() {
        frames.push(new HashMap<>());
    }

    void close() {
        frames.pop();
    }

    void set(String name, TemplateValue value) {
        frames.element().put(name, value);
    }

    TemplateValue get(String name) {
        for (Map<String, TemplateValue> frame : frames) {
            TemplateValue value = frame.get(name);
            if (value != null) {
                return value;
            }
        }
        TemplateValue known = scope.find(name);
        if (known == null) {
            known = Globals.find(name);
        }
        return known == null ? new Undefined(Names.unknown(name, known())) : known;
    }

    private Set<String> known() {
        Set<String> all = new TreeSet<>(scope.names());
        frames.forEach(frame -> all.addAll(frame.keySet()));
        return all;
    }
}
