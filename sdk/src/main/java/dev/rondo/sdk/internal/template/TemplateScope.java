package dev.rondo.sdk.internal.template;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The names that a template may use, with their values. {@link TemplateVariables} makes the usual one. */
public interface TemplateScope {

    /**
     * The value of a name: {@link TemplateValue.Undefined} for one that has no value in this run, null for one that is
     * not known at all.
     */
    @Nullable
    TemplateValue find(String name);

    /** The names there are, for messages about those there are not. */
    Set<String> names();

    /** This scope with further names, which hide its own. */
    default TemplateScope with(Map<String, TemplateValue> more) {
        Map<String, TemplateValue> added = Map.copyOf(more);
        TemplateScope outer = this;
        return new TemplateScope() {
            @Override
            public @Nullable TemplateValue find(String name) {
                TemplateValue value = added.get(name);
                return value == null ? outer.find(name) : value;
            }

            @Override
            public Set<String> names() {
                Set<String> all = new TreeSet<>(outer.names());
                all.addAll(added.keySet());
                return all;
            }
        };
    }
}
