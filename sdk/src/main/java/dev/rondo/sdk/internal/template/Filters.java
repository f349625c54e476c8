package dev.rondo.sdk.internal.template;

import dev.rondo.sdk.internal.template.CallArguments.Bound;
import dev.rondo.sdk.internal.template.TemplateValue.Clock;
import dev.rondo.sdk.internal.template.TemplateValue.Day;
import dev.rondo.sdk.internal.template.TemplateValue.LocalMoment;
import dev.rondo.sdk.internal.template.TemplateValue.Moment;
import dev.rondo.sdk.internal.template.TemplateValue.None;
import dev.rondo.sdk.internal.template.TemplateValue.Text;
import dev.rondo.sdk.internal.template.TemplateValue.Undefined;
import dev.rondo.sdk.internal.text.Nearest;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The filters there are: {@code value | name(arguments)}. */
final class Filters {

    private static final Set<String> NAMES = Set.of(
            "abs",
            "capitalize",
            "count",
            "d",
            "default",
            "dictsort",
            "ds",
            "ds_nodash",
            "first",
            "float",
            "format",
            "indent",
            "int",
            "items",
            "join",
            "last",
            "length",
            "list",
            "lower",
            "map",
            "max",
            "min",
            "reject",
            "rejectattr",
            "replace",
            "reverse",
            "round",
            "select",
            "selectattr",
            "sort",
            "string",
            "sum",
            "title",
            "tojson",
            "trim",
            "ts",
            "ts_nodash",
            "ts_nodash_with_tz",
            "unique",
            "upper",
            "urlencode");

    private Filters() {}

    static void requireKnown(Token name) {
        if (!NAMES.contains(name.text())) {
            throw TemplateException.syntax(
                    "there is no filter '" + name.text() + "'; "
                            + Nearest.hint(name.text(), NAMES, "there are " + sorted()),
                    name.at());
        }
    }

    private static String sorted() {
        return String.join(", ", NAMES.stream().sorted().toList());
    }

    static TemplateValue apply(String name, TemplateValue input, CallArguments arguments) {
        if (name.equals("default") || name.equals("d")) {
            return orDefault(input, arguments);
        }
        Values.requireDefined(input);
        return switch (name) {
            case "ds", "ds_nodash", "ts", "ts_nodash", "ts_nodash_with_tz" -> {
                arguments.requireNone();
                yield date(name, input);
            }
            case "upper", "lower", "capitalize", "title", "trim", "replace", "string", "indent", "urlencode" ->
                TextFilters.apply(name, PythonText.of(input), arguments);
            case "format" ->
                new Text(PercentFormat.format(PythonText.of(input), TemplateValue.tuple(arguments.positional())));
            case "tojson" -> new Text(JsonText.of(input, arguments));
            case "int", "float", "abs", "round" -> ConversionFilters.apply(name, input, arguments);
            default -> CollectionFilters.apply(name, input, arguments);
        };
    }

    private static TemplateValue orDefault(TemplateValue input, CallArguments arguments) {
        Bound in = arguments.bind("default_value", "boolean");
        boolean absent = input instanceof Undefined || (in.flag("boolean", false) && !Values.truth(input));
        return absent ? in.get("default_value", new Text("")) : input;
    }

    /** Airflow's own filters; without a date there is no text. */
    private static TemplateValue date(String name, TemplateValue input) {
        if (input == None.NONE) {
            return input;
        }
        LocalDateTime at = local(input);
        if (at == null) {
            throw new TemplateException("the filter '" + name + "' needs a date, was " + Values.typeName(input));
        }
        return new Text(
                switch (name) {
                    case "ds" -> StrfTime.format(at, null, "%Y-%m-%d");
                    case "ds_nodash" -> StrfTime.format(at, null, "%Y%m%d");
                    case "ts" -> iso(input, at);
                    case "ts_nodash" -> StrfTime.format(at, null, "%Y%m%dT%H%M%S");
                    default -> iso(input, at).replace("-", "").replace(":", "");
                });
    }

    private static @Nullable LocalDateTime local(TemplateValue input) {
        return switch (input) {
            case Moment moment -> moment.at().toLocalDateTime();
            case LocalMoment moment -> moment.at();
            case Day day -> day.date().atStartOfDay();
            case Clock clock -> java.time.LocalDate.of(1900, 1, 1).atTime(clock.time());
            default -> null;
        };
    }

    private static String iso(TemplateValue input, LocalDateTime at) {
        return switch (input) {
            case Moment moment ->
                PythonText.isoDate(at, "T") + PythonText.offset(moment.at().getOffset());
            case Day day -> day.date().toString();
            case Clock clock -> PythonText.isoTime(clock.time());
            default -> PythonText.isoDate(at, "T");
        };
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
