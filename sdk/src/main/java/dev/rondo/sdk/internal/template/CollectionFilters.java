package dev.rondo.sdk.internal.template;

import dev.rondo.sdk.internal.template.CallArguments.Bound;
import dev.rondo.sdk.internal.template.TemplateValue.Int;
import dev.rondo.sdk.internal.template.TemplateValue.Mapping;
import dev.rondo.sdk.internal.template.TemplateValue.None;
import dev.rondo.sdk.internal.template.TemplateValue.Sequence;
import dev.rondo.sdk.internal.template.TemplateValue.Text;
import dev.rondo.sdk.internal.template.TemplateValue.Undefined;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Filters over lists, dictionaries and the characters of texts. */
final class CollectionFilters {

    private CollectionFilters() {}

    static TemplateValue apply(String name, TemplateValue input, CallArguments arguments) {
        return switch (name) {
            case "join" -> {
                Bound in = arguments.bind("d", "attribute");
                yield new Text(TextMembers.join(in.text("d", ""), TemplateValue.list(keys(input, in))));
            }
            case "sum" -> {
                Bound in = arguments.bind("attribute", "start");
                TemplateValue sum = in.get("start", TemplateValue.of(0));
                for (TemplateValue each : keys(input, in)) {
                    sum = Operators.binary("+", sum, each);
                }
                yield sum;
            }
            case "min", "max" -> extreme(input, name.equals("max"), arguments.bind("case_sensitive", "attribute"));
            case "sort" -> sort(input, arguments.bind("reverse", "case_sensitive", "attribute"));
            case "unique" -> unique(input, arguments.bind("case_sensitive", "attribute"));
            case "dictsort" -> dictionarySort(input, arguments.bind("case_sensitive", "by", "reverse"));
            case "map" -> map(input, arguments);
            case "select", "reject" -> select(input, name.equals("select"), arguments, false);
            case "selectattr", "rejectattr" -> select(input, name.equals("selectattr"), arguments, true);
            default -> {
                arguments.requireNone();
                yield plain(name, input);
            }
        };
    }

    private static TemplateValue plain(String name, TemplateValue input) {
        return switch (name) {
            case "items" ->
                input instanceof Mapping mapping
                        ? TemplateValue.list(CollectionMembers.items(mapping))
                        : notA("dictionary", input);
            case "length", "count" -> TemplateValue.of(Values.elements(input).size());
            case "first" -> {
                List<TemplateValue> items = Values.elements(input);
                yield items.isEmpty() ? new Undefined("there is no first element, there are none") : items.getFirst();
            }
            case "last" -> {
                List<TemplateValue> items = Values.elements(input);
                yield items.isEmpty() ? new Undefined("there is no last element, there are none") : items.getLast();
            }
            case "list" -> TemplateValue.list(new ArrayList<>(Values.elements(input)));
            case "reverse" -> {
                List<TemplateValue> items = new ArrayList<>(Values.elements(input));
                Collections.reverse(items);
                yield input instanceof Text
                        ? new Text(TextMembers.join("", TemplateValue.list(items)))
                        : TemplateValue.list(items);
            }
            default -> throw new TemplateException("there is no filter '" + name + "'");
        };
    }

    private static TemplateValue notA(String kind, TemplateValue input) {
        throw new TemplateException("expected a " + kind + ", was " + Values.typeName(input));
    }

    /** The elements, or an attribute of each. */
    private static List<TemplateValue> keys(TemplateValue input, Bound in) {
        TemplateValue attribute = in.get("attribute", None.NONE);
        if (attribute == None.NONE) {
            return Values.elements(input);
        }
        List<TemplateValue> keys = new ArrayList<>();
        for (TemplateValue each : Values.elements(input)) {
            keys.add(path(each, attribute));
        }
        return keys;
    }

    /** {@code a.b.0}: each step an entry, element or member. */
    private static TemplateValue path(TemplateValue value, TemplateValue attribute) {
        if (attribute instanceof Int) {
            return Members.item(value, attribute);
        }
        TemplateValue at = value;
        for (String step :
                Values.text(attribute, "an attribute is named by a text").split("\\.")) {
            boolean index = !step.isEmpty() && step.chars().allMatch(Character::isDigit) && step.length() < 9;
            at = index ? Members.item(at, TemplateValue.of(Long.parseLong(step))) : Members.item(at, new Text(step));
        }
        return at;
    }

    private static TemplateValue sortKey(TemplateValue value, boolean caseSensitive) {
        return !caseSensitive && value instanceof Text text ? new Text(Filters.lower(text.value())) : value;
    }

    private static TemplateValue extreme(TemplateValue input, boolean max, Bound in) {
        List<TemplateValue> items = Values.elements(input);
        List<TemplateValue> keys = keys(input, in);
        boolean caseSensitive = in.flag("case_sensitive", false);
        int best = -1;
        for (int i = 0; i < keys.size(); i++) {
            int order = best < 0
                    ? 0
                    : Comparisons.compare(sortKey(keys.get(i), caseSensitive), sortKey(keys.get(best), caseSensitive));
            if (best < 0 || (max ? order > 0 : order < 0)) {
                best = i;
            }
        }
        return best < 0 ? new Undefined("there is no " + (max ? "largest" : "smallest") + " of none") : items.get(best);
    }

    private static TemplateValue sort(TemplateValue input, Bound in) {
        List<TemplateValue> items = Values.elements(input);
        List<TemplateValue> keys = keys(input, in);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            order.add(i);
        }
        boolean caseSensitive = in.flag("case_sensitive", false);
        Comparator<Integer> byKey =
                (a, b) -> Comparisons.compare(sortKey(keys.get(a), caseSensitive), sortKey(keys.get(b), caseSensitive));
        order.sort(in.flag("reverse", false) ? byKey.reversed() : byKey);
        List<TemplateValue> sorted = new ArrayList<>();
        order.forEach(i -> sorted.add(items.get(i)));
        return TemplateValue.list(sorted);
    }

    private static TemplateValue unique(TemplateValue input, Bound in) {
        List<TemplateValue> items = Values.elements(input);
        List<TemplateValue> keys = keys(input, in);
        List<TemplateValue> seen = new ArrayList<>();
        List<TemplateValue> unique = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            TemplateValue key = sortKey(keys.get(i), in.flag("case_sensitive", false));
            if (seen.stream().noneMatch(each -> Comparisons.equal(each, key))) {
                seen.add(key);
                unique.add(items.get(i));
            }
        }
        return TemplateValue.list(unique);
    }

    private static TemplateValue dictionarySort(TemplateValue input, Bound in) {
        if (!(input instanceof Mapping mapping)) {
            return notA("dictionary", input);
        }
        Map<String, TemplateValue> named = new HashMap<>();
        named.put("attribute", TemplateValue.of(in.text("by", "key").equals("value") ? 1 : 0));
        named.put("case_sensitive", TemplateValue.of(in.flag("case_sensitive", false)));
        named.put("reverse", TemplateValue.of(in.flag("reverse", false)));
        return sort(TemplateValue.list(CollectionMembers.items(mapping)), new Bound("dictsort", named));
    }

    private static TemplateValue map(TemplateValue input, CallArguments arguments) {
        List<TemplateValue> mapped = new ArrayList<>();
        if (arguments.positional().isEmpty()) {
            Bound in = arguments.bind("attribute", "default");
            TemplateValue attribute = in.require("attribute");
            for (TemplateValue each : Values.elements(input)) {
                TemplateValue value = path(each, attribute);
                mapped.add(value instanceof Undefined ? Values.requireDefined(in.get("default", value)) : value);
            }
            return TemplateValue.list(mapped);
        }
        String filter = Values.text(arguments.positional().getFirst(), "map needs the name of a filter");
        CallArguments rest = rest(filter, arguments, 1);
        for (TemplateValue each : Values.elements(input)) {
            mapped.add(Filters.apply(filter, each, rest));
        }
        return TemplateValue.list(mapped);
    }

    private static TemplateValue select(
            TemplateValue input, boolean keep, CallArguments arguments, boolean byAttribute) {
        List<TemplateValue> positional = arguments.positional();
        int used = byAttribute ? 1 : 0;
        if (positional.size() < used) {
            throw new TemplateException(arguments.function() + " needs the name of an attribute");
        }
        boolean tested = positional.size() > used;
        String test = tested ? Values.text(positional.get(used), "a test is named by a text") : "";
        CallArguments rest = tested ? rest(test, arguments, used + 1) : arguments;
        List<TemplateValue> kept = new ArrayList<>();
        for (TemplateValue each : Values.elements(input)) {
            TemplateValue subject = byAttribute ? path(each, positional.getFirst()) : each;
            boolean holds = tested ? Tests.holds(test, subject, rest) : Values.truth(subject);
            if (holds == keep) {
                kept.add(each);
            }
        }
        return TemplateValue.list(kept);
    }

    private static CallArguments rest(String name, CallArguments arguments, int from) {
        return new CallArguments(
                name,
                arguments.positional().subList(from, arguments.positional().size()),
                arguments.named());
    }

    static boolean isSequence(TemplateValue value) {
        return value instanceof Sequence || value instanceof Mapping || value instanceof Text;
    }
}
