package dev.rondo.webserver.auth;

import dev.rondo.metadata.user.GrantStore;
import dev.rondo.metadata.user.GrantStore.Grant;
import dev.rondo.metadata.user.GrantStore.Kind;
import dev.rondo.webserver.rest.Rights;
import dev.rondo.webserver.rest.Role;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes rights of what is stored of a user. */
public final class Grants {

    private final GrantStore store;

    public Grants(GrantStore store) {
        this.store = store;
    }

    /** What a user of a role may, who has these grants. */
    Rights rights(String role, List<Grant> grants) {
        Rights.Part part = new Rights.Part(Role.ofWireName(role), of(Kind.DAG, grants), of(Kind.TAG, grants));
        return new Rights(List.of(part), store::tagsOf);
    }

    private static Map<String, Role> of(Kind kind, List<Grant> grants) {
        return grants.stream()
                .filter(grant -> grant.target().kind() == kind)
                .collect(Collectors.toUnmodifiableMap(
                        grant -> grant.target().name(), grant -> Role.ofWireName(grant.role())));
    }
}
