package dev.rondo.sdk.internal.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A parsed template: text with {@code {{ expressions }}}, {@code {% if %}}, {@code {% for %}}, {@code {% set %}},
 * {@code {% raw %}} and <code>{# comments #}</code>, in the language that Airflow's users know. Immutable and
 * thread-safe: parse once, render often.
 *
 * <p>A single newline at the end is dropped, as in Airflow.
 */
public final class Template {

    private final String source;
    private final List<Statement> statements;
    private final References references;

    private Template(String source, List<Statement> statements) {
        this.source = source;
        this.statements = statements;
        this.references = References.of(statements);
    }

    /** Whether a text has anything to render; one that has not renders to itself but for a newline at its end. */
    public static boolean isTemplate(String text) {
        return text.contains("{{") || text.contains("{%") || text.contains("{#");
    }

    /**
     * Reads a template.
     *
     * @throws TemplateException when it is not well formed, or uses a filter or test that there is not
     */
    public static Template parse(String text) {
        String source = Lexer.normalized(text);
        try {
            return new Template(source, List.copyOf(TemplateParser.parse(source)));
        } catch (TemplateException e) {
            throw e.in(source);
        }
    }

    /**
     * The names that must be known for the template to render, sorted: {@code ds}, {@code params}. Not those it gives
     * itself, and not those it has a {@code default} for or asks {@code is defined} about.
     */
    public Set<String> names() {
        return Set.copyOf(references.required());
    }

    /**
     * What the template refers to, as far as it is written out: {@code params.n}, {@code var.value.bucket},
     * {@code conn.db.host}, and the beginnings of these.
     */
    public Set<String> paths() {
        return Set.copyOf(references.paths());
    }

    /** What is wrong with the names the template uses, given those there are; empty: nothing. */
    public List<String> unknownNames(Set<String> known) {
        List<String> problems = new ArrayList<>();
        for (String name : references.required()) {
            if (!known.contains(name)) {
                problems.add("template \"" + source + "\": " + Names.unknown(name, known));
            }
        }
        return problems;
    }

    /**
     * The text with everything filled in.
     *
     * @throws TemplateException when something has no value, or the values do not go with what is done to them
     */
    public String render(TemplateScope scope) {
        try {
            return new Renderer(scope).render(statements);
        } catch (TemplateException e) {
            throw e.in(source);
        }
    }

    @Override
    public String toString() {
        return source;
    }
}
