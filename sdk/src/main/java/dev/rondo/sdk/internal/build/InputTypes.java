package dev.rondo.sdk.internal.build;

import dev.rondo.sdk.ProblemCode;
import dev.rondo.sdk.internal.define.GroupDraft;
import dev.rondo.sdk.internal.define.Mapping;
import dev.rondo.sdk.internal.define.Source;
import dev.rondo.sdk.internal.define.TaskDraft;
import dev.rondo.sdk.internal.xcom.GenericTypes;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the type of each argument of a body, from where it comes. */
final class InputTypes {

    private final ResultTypes results;
    private final Problems problems;
    private final Map<Mapping, List<Optional<Type>>> elements = new HashMap<>();

    InputTypes(ResultTypes results, Problems problems) {
        this.results = results;
        this.problems = problems;
    }

    /** Whether the reader gets a list of what the instances of a mapped task return. */
    static boolean isList(TaskDraft producer, TaskDraft reader) {
        GroupDraft group = producer.mappedGroup();
        return producer.mapping() != null || (group != null && group != reader.mappedGroup());
    }

    /** The type of what the task gets from the source; null when it is not known, which is then reported. */
    @Nullable
    Type of(Source<?> source, TaskDraft reader) {
        return switch (source) {
            case Source.Result<?> result -> {
                Type type = results.of(result.task());
                yield type == null || !isList(result.task(), reader) ? type : GenericTypes.listOf(type);
            }
            case Source.Params<?> params -> params.type();
            case Source.Element<?> element ->
                elements(element.mapping(), reader).get(element.axis()).orElse(null);
            case Source.Gathered<?> gathered -> ofGathered(gathered, reader);
            case Source.Entries<?> entries -> {
                Type map = of(entries.map(), reader);
                Type entry = map == null ? null : elementOf(map, reader);
                yield entry == null ? null : GenericTypes.listOf(entry);
            }
        };
    }

    private @Nullable Type ofGathered(Source.Gathered<?> gathered, TaskDraft reader) {
        List<Type> types = new ArrayList<>();
        for (Source<?> part : gathered.parts()) {
            if (!(part instanceof Source.Result<?>(TaskDraft task, boolean optional)) || optional) {
                problems.add(
                        ProblemCode.BAD_INPUT,
                        reader,
                        "all(…) gathers something that is not the plain result of a task",
                        "gather tasks; those without a result are left out by themselves");
                return null;
            }
            Type type = of(part, reader);
            if (type == null) {
                return null;
            }
            types.add(type);
        }
        if (types.stream().distinct().count() > 1) {
            problems.add(
                    ProblemCode.BAD_INPUT,
                    reader,
                    "all(…) gathers results of different types: "
                            + types.stream().map(Type::getTypeName).distinct().toList(),
                    "let the tasks return one type, such as a sealed interface that all of them implement");
            return null;
        }
        // Nothing gathered: an empty list, whatever its type.
        return GenericTypes.listOf(types.isEmpty() ? String.class : types.getFirst());
    }

    /** The types of the elements of a mapping's axes. */
    List<Optional<Type>> elements(Mapping mapping, TaskDraft reader) {
        List<Optional<Type>> known = elements.get(mapping);
        if (known == null) {
            known = new ArrayList<>();
            for (Mapping.Axis axis : mapping.axes()) {
                known.add(Optional.ofNullable(ofElement(axis, reader)));
            }
            elements.put(mapping, known);
        }
        return known;
    }

    private @Nullable Type ofElement(Mapping.Axis axis, TaskDraft reader) {
        return switch (axis) {
            case Mapping.Axis.Literal literal -> {
                Optional<Type> type = LiteralTypes.common(literal.elements());
                if (type.isEmpty() && !literal.elements().isEmpty()) {
                    problems.add(
                            ProblemCode.BAD_MAPPING,
                            reader,
                            "the elements it is mapped over have no type in common",
                            "map over elements of one class, or of records of one sealed interface");
                }
                yield type.orElse(literal.elements().isEmpty() ? String.class : null);
            }
            case Mapping.Axis.Of of -> {
                if (!(of.list().origin() instanceof Source.Result<?>(TaskDraft task, boolean optional)) || optional) {
                    problems.add(
                            ProblemCode.BAD_MAPPING,
                            reader,
                            "it is mapped over something that is not the plain result of a task",
                            "map over a list or map that a task returns, or over one known when the DAG is defined");
                    yield null;
                }
                Type list = of(of.list(), reader);
                yield list == null ? null : elementOf(list, reader);
            }
        };
    }

    private @Nullable Type elementOf(Type list, TaskDraft reader) {
        Optional<Type> element = GenericTypes.elementOf(list);
        if (element.isEmpty()) {
            problems.add(
                    ProblemCode.BAD_MAPPING,
                    reader,
                    "it is mapped over a " + list.getTypeName() + ", which is no list or map of known elements",
                    "return a List or Map, or say its type with .returns(new TypeOf<List<Shard>>() {})");
        }
        return element.orElse(null);
    }
}
