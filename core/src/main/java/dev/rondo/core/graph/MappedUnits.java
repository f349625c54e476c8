package dev.rondo.core.graph;

import static java.util.Objects.requireNonNull;

import dev.rondo.sdk.spec.GroupSpec;
import dev.rondo.sdk.spec.MappingSpec;
import dev.rondo.sdk.spec.MappingSpec.Axis;
import dev.rondo.sdk.spec.TaskSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is mapped over what. A unit is what gets its instances together: a mapped task by itself, or all tasks of a
 * mapped group.
 */
final class MappedUnits {

    private static final int NOT_MAPPED = -1;

    private final int[] unitOf;
    private final List<Unit> units;
    private final Ints[] mappedOver;

    private MappedUnits(int[] unitOf, List<Unit> units, Ints[] mappedOver) {
        this.unitOf = unitOf;
        this.units = units;
        this.mappedOver = mappedOver;
    }

    static MappedUnits of(
            String dagId, List<TaskSpec> tasks, Map<String, Integer> indexes, Map<String, GroupSpec> groups) {
        int[] unitOf = new int[tasks.size()];
        Map<Object, Integer> numbers = new HashMap<>();
        List<List<Integer>> members = new ArrayList<>();
        for (int task = 0; task < tasks.size(); task++) {
            Object owner = owner(dagId, task, tasks.get(task), groups);
            if (owner == null) {
                unitOf[task] = NOT_MAPPED;
                continue;
            }
            unitOf[task] = numbers.computeIfAbsent(owner, each -> members.size());
            if (unitOf[task] == members.size()) {
                members.add(new ArrayList<>());
            }
            members.get(unitOf[task]).add(task);
        }
        List<Unit> units =
                members.stream().map(each -> unit(each, tasks, indexes, groups)).toList();
        return new MappedUnits(unitOf, units, mappedOver(units, tasks.size()));
    }

    private static Ints[] mappedOver(List<Unit> units, int size) {
        Map<Integer, IntStream.Builder> bySource = new HashMap<>();
        for (Unit unit : units) {
            unit.sources().stream()
                    .mapToObj(source -> bySource.computeIfAbsent(source, each -> IntStream.builder()))
                    .forEach(builder -> unit.tasks().stream().forEach(builder));
        }
        Ints[] mappedOver = new Ints[size];
        Arrays.fill(mappedOver, Ints.NONE);
        bySource.forEach((source, builder) -> mappedOver[source] = Ints.of(builder.build()));
        return mappedOver;
    }

    private static Unit unit(
            List<Integer> members, List<TaskSpec> tasks, Map<String, Integer> indexes, Map<String, GroupSpec> groups) {
        TaskSpec first = tasks.get(members.getFirst());
        GroupSpec group = mappedGroup(first.groupId(), groups);
        MappingSpec mapping = group == null ? first.mapping() : group.mapping();
        Ints sources = Ints.of(sources(requireNonNull(mapping)).mapToInt(indexes::get));
        return new Unit(mapping, Ints.of(members.stream().mapToInt(Integer::intValue)), sources, group != null);
    }

    @Nullable
    Unit unitOf(int task) {
        return unitOf[task] == NOT_MAPPED ? null : units.get(unitOf[task]);
    }

    boolean sameUnit(int one, int other) {
        return unitOf[one] != NOT_MAPPED && unitOf[one] == unitOf[other];
    }

    /** All tasks of the units that are mapped over the result of a task. */
    Ints mappedOver(int source) {
        return mappedOver[source];
    }

    /** The mapped group around a place; null: none. */
    static @Nullable GroupSpec mappedGroup(@Nullable String groupId, Map<String, GroupSpec> groups) {
        String id = groupId;
        while (id != null) {
            GroupSpec group = groups.get(id);
            if (group == null) {
                throw new IllegalArgumentException(
                        "group '" + id + "' is not defined; the loader should have refused it");
            }
            if (group.mapping() != null) {
                return group;
            }
            id = group.parentId();
        }
        return null;
    }

    private static @Nullable Object owner(String dagId, int index, TaskSpec task, Map<String, GroupSpec> groups) {
        GroupSpec group = mappedGroup(task.groupId(), groups);
        if (group == null) {
            return task.mapping() == null ? null : Integer.valueOf(index);
        }
        boolean nested = task.mapping() != null || mappedGroup(group.parentId(), groups) != null;
        if (nested) {
            throw new IllegalArgumentException("dag '" + dagId + "': task '" + task.taskId() + "' is mapped inside the "
                    + "mapped group '" + group.groupId() + "'; a mapping inside a mapping is not supported: map over "
                    + "a flattened list instead");
        }
        return group;
    }

    private static Stream<String> sources(MappingSpec mapping) {
        return mapping.axes().stream().filter(Axis.Result.class::isInstance).map(axis -> ((Axis.Result) axis).taskId());
    }

    /**
     * What gets its instances together.
     *
     * @param tasks its tasks; one, unless it is a group
     * @param sources the tasks whose results it is mapped over
     * @param group whether it is a group: then an instance follows those of its own index within the group
     */
    record Unit(MappingSpec mapping, Ints tasks, Ints sources, boolean group) {}
}
