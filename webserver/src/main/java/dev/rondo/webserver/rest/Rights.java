package dev.rondo.webserver.rest;

import dev.rondo.metadata.query.DagScope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a caller may, of all DAGs and of single ones: as little as each part leaves. What a user was granted is one
 * part, what their token narrows it to is another.
 *
 * @param tagsOf the tags that a DAG has now
 */
public record Rights(List<Part> parts, Function<String, Set<String>> tagsOf) {

    public Rights {
        parts = List.copyOf(parts);
    }

    /**
     * A role for all DAGs, and higher ones for some.
     *
     * @param everywhere also for what belongs to no DAG
     * @param dags by their ids
     * @param tags for whatever DAGs have the tag
     */
    public record Part(Role everywhere, Map<String, Role> dags, Map<String, Role> tags) {
        public Part {
            dags = Map.copyOf(dags);
            tags = Map.copyOf(tags);
        }

        private Role highest() {
            return highestOf(Stream.of(dags, tags).map(Map::values).flatMap(Collection::stream));
        }

        private Role of(String dagId, Set<String> tagsOfDag) {
            return highestOf(Stream.concat(
                    Stream.ofNullable(dags.get(dagId)),
                    tagsOfDag.stream().flatMap(tag -> Stream.ofNullable(tags.get(tag)))));
        }

        private Role highestOf(Stream<Role> granted) {
            return Stream.concat(Stream.of(everywhere), granted)
                    .max(Comparator.naturalOrder())
                    .orElse(everywhere);
        }

        private DagScope.Part scope(Role needed) {
            return new DagScope.Part(covering(dags, needed), covering(tags, needed));
        }

        private static Set<String> covering(Map<String, Role> granted, Role needed) {
            return granted.entrySet().stream()
                    .filter(each -> each.getValue().covers(needed))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    /** One role for everything. */
    public static Rights of(Role everywhere) {
        return new Rights(List.of(new Part(everywhere, Map.of(), Map.of())), dagId -> Set.of());
    }

    /** What both leave. */
    public Rights and(Rights other) {
        List<Part> both = new ArrayList<>(parts);
        both.addAll(other.parts);
        return new Rights(both, tagsOf);
    }

    /** The role for all DAGs, and for what belongs to none. */
    public Role everywhere() {
        return least(parts.stream().map(Part::everywhere));
    }

    /** At most this for any DAG. */
    public Role highest() {
        return least(parts.stream().map(Part::highest));
    }

    /** The role for a DAG, whether or not there is one of that id. */
    public Role of(String dagId) {
        boolean byTag = parts.stream().anyMatch(part -> !part.tags().isEmpty());
        return of(dagId, byTag ? tagsOf.apply(dagId) : Set.of());
    }

    /** The same, where its tags are known. */
    public Role of(String dagId, Set<String> tags) {
        return least(parts.stream().map(part -> part.of(dagId, tags)));
    }

    /** The DAGs for which they may what needs a role. */
    public DagScope scope(Role needed) {
        return new DagScope(parts.stream()
                .filter(part -> !part.everywhere().covers(needed))
                .map(part -> part.scope(needed))
                .toList());
    }

    private static Role least(Stream<Role> roles) {
        return roles.reduce(Role.ADMIN, Role::atMost);
    }
}
