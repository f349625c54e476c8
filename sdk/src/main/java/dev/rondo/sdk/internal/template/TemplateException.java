package dev.rondo.sdk.internal.template;

/**
 * A template is not well formed, names something unknown, or cannot be rendered. The message has the template's text,
 * shortened, and line and column, both from 1.
 */
public final class TemplateException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private static final int MAX_SHOWN = 80;

    private final String problem;
    private final boolean syntax;
    private final int offset;
    private final String source;

    TemplateException(String problem) {
        this(problem, false, -1, "");
    }

    private TemplateException(String problem, boolean syntax, int offset, String source) {
        super(problem);
        this.problem = problem;
        this.syntax = syntax;
        this.offset = offset;
        this.source = source;
    }

    static TemplateException syntax(String problem, int offset) {
        return new TemplateException(problem, true, offset, "");
    }

    /** The same with a place, unless it has one: the innermost place is the most exact. */
    TemplateException at(int place) {
        return offset >= 0 ? this : new TemplateException(problem, syntax, place, source);
    }

    TemplateException in(String template) {
        return new TemplateException(problem, syntax, offset, template);
    }

    /** What is wrong, without the place. */
    public String problem() {
        return problem;
    }

    /** Whether the text itself is wrong, whatever the values are. */
    public boolean isSyntax() {
        return syntax;
    }

    /** Line of the problem, from 1. */
    public int line() {
        return 1 + (int) before().chars().filter(c -> c == '\n').count();
    }

    /** Column of the problem, from 1. */
    public int column() {
        return before().length() - before().lastIndexOf('\n');
    }

    private String before() {
        return source.substring(0, Math.max(0, Math.min(offset, source.length())));
    }

    @Override
    public String getMessage() {
        if (source.isEmpty()) {
            return problem;
        }
        String shown = source.length() <= MAX_SHOWN ? source : source.substring(0, MAX_SHOWN) + "…";
        return "template \"" + shown + "\", line " + line() + ", column " + column() + ": " + problem;
    }
}
