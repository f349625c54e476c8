package dev.rondo.sdk.internal.build;

import dev.rondo.sdk.internal.define.Mapping;
import dev.rondo.sdk.internal.define.Source;
import dev.rondo.sdk.internal.define.TaskDraft;
import dev.rondo.sdk.internal.xcom.GenericTypes;
import dev.rondo.sdk.internal.xcom.LambdaType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who reads a task's result, and as what: a lambda's {@code List.of("a", "b")} is a {@code List} to the parser, and a
 * {@code List<String>} to {@code map("train", shards).call(Census::score)}.
 */
final class Consumers {

    private final Functions functions;
    private final Map<TaskDraft, List<Reading>> readings = new HashMap<>();

    private record Reading(TaskDraft reader, int argument, As as) {}

    /** What an argument is to the result it reads. */
    private enum As {
        SAME,
        OPTIONAL,
        /** The results of all instances of a mapped task. */
        LIST,
        /** One element of the result: the reader is mapped over it. */
        ELEMENT,
        /** The entries of the result, which is a map. */
        ENTRIES,
        /** One of these: the reader is mapped over them. */
        ENTRY
    }

    Consumers(Collection<TaskDraft> tasks, Functions functions) {
        this.functions = functions;
        for (TaskDraft task : tasks) {
            for (int i = 0; i < task.inputs().size(); i++) {
                note(task, i, task.inputs().get(i));
            }
        }
    }

    private void note(TaskDraft reader, int argument, Source<?> input) {
        switch (input) {
            case Source.Result<?> result -> {
                boolean list = InputTypes.isList(result.task(), reader);
                if (!list || !result.optional()) {
                    As as = list ? As.LIST : result.optional() ? As.OPTIONAL : As.SAME;
                    add(result.task(), new Reading(reader, argument, as));
                }
            }
            case Source.Element<?> element -> {
                if (element.mapping().axes().get(element.axis()) instanceof Mapping.Axis.Of of
                        && of.list().origin() instanceof Source.Result<?> list) {
                    As as = InputTypes.isList(list.task(), reader)
                            ? As.SAME
                            : of.list() instanceof Source.Entries<?> ? As.ENTRY : As.ELEMENT;
                    add(list.task(), new Reading(reader, argument, as));
                }
            }
            case Source.Entries<?> entries -> {
                if (entries.origin() instanceof Source.Result<?> map) {
                    add(map.task(), new Reading(reader, argument, As.ENTRIES));
                }
            }
            case Source.Gathered<?> gathered -> {}
            case Source.Params<?> params -> {}
        }
    }

    private void add(TaskDraft task, Reading reading) {
        readings.computeIfAbsent(task, k -> new ArrayList<>()).add(reading);
    }

    /** The types that readers expect of the task's result, which is of the class given; none: nobody says enough. */
    Set<Type> expected(TaskDraft task, Class<?> erased) {
        Set<Type> types = new LinkedHashSet<>();
        for (Reading reading : readings.getOrDefault(task, List.of())) {
            functions
                    .of(reading.reader())
                    .flatMap(function -> parameter(function, reading))
                    .flatMap(type -> result(type, reading.as(), erased))
                    .ifPresent(types::add);
        }
        return types;
    }

    /** The declared type of the argument, where it is wholly known; a context before the arguments is passed over. */
    private static Optional<Type> parameter(LambdaType function, Reading reading) {
        int context = function.parameters().size() - reading.reader().inputs().size();
        var parameter = function.parameters().get(context + reading.argument());
        return parameter.exact() ? Optional.of(parameter.type()) : Optional.empty();
    }

    private static Optional<Type> result(Type argument, As as, Class<?> erased) {
        return switch (as) {
            case SAME -> Optional.of(argument).flatMap(type -> as(erased, type));
            case OPTIONAL -> firstArgument(argument).flatMap(type -> as(erased, type));
            case LIST -> GenericTypes.elementOf(argument).flatMap(type -> as(erased, type));
            case ELEMENT ->
                erased.getTypeParameters().length == 1 && Collection.class.isAssignableFrom(erased)
                        ? Optional.of(GenericTypes.of(erased, argument))
                        : Optional.empty();
            case ENTRIES -> GenericTypes.elementOf(argument).flatMap(entry -> mapOf(entry, erased));
            case ENTRY -> mapOf(argument, erased);
        };
    }

    /** A map with such entries. */
    private static Optional<Type> mapOf(Type entry, Class<?> erased) {
        return entry instanceof ParameterizedType p
                        && p.getRawType() == Map.Entry.class
                        && Map.class.isAssignableFrom(erased)
                        && erased.getTypeParameters().length == 2
                ? Optional.of(GenericTypes.of(erased, p.getActualTypeArguments()))
                : Optional.empty();
    }

    private static Optional<Type> firstArgument(Type type) {
        return type instanceof ParameterizedType p ? Optional.of(p.getActualTypeArguments()[0]) : Optional.empty();
    }

    /** What a reader takes as a {@code Collection<Shard>} is, of the class {@code List}, a {@code List<Shard>}. */
    private static Optional<Type> as(Class<?> erased, Type read) {
        if (read instanceof Class<?> c) {
            return c == erased || erased == Object.class ? Optional.of(c) : Optional.empty();
        }
        if (!(read instanceof ParameterizedType p) || !(p.getRawType() instanceof Class<?> raw)) {
            return Optional.empty();
        }
        if (raw == erased || erased == Object.class) {
            return Optional.of(read);
        }
        Type[] arguments = p.getActualTypeArguments();
        return raw.isAssignableFrom(erased) && erased.getTypeParameters().length == arguments.length
                ? Optional.of(GenericTypes.of(erased, arguments))
                : Optional.empty();
    }
}
