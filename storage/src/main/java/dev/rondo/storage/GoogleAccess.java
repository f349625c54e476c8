package dev.rondo.storage;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Who asks Google, and where.
 *
 * @param endpoint another server than Google's, such as {@code http://127.0.0.1:4443}
 * @param project the project that makes buckets, where it is not the one of the credentials
 * @param impersonationChain service accounts to act as, one by the other; the last is who asks
 * @param scopes what for; empty: what is needed
 */
public record GoogleAccess(
        Optional<String> endpoint,
        Optional<String> project,
        Identity identity,
        List<String> impersonationChain,
        List<String> scopes) {

    private static final String LONG_NAME = "extra__google_cloud_platform__";
    // What a JSON list of names has around and between them; no name of an account or scope has any of it.
    private static final Pattern BETWEEN = Pattern.compile("[\\[\\]\",\\s]+");

    public GoogleAccess {
        impersonationChain = List.copyOf(impersonationChain);
        scopes = List.copyOf(scopes);
    }

    /** Whose credentials they are. */
    public sealed interface Identity {

        /** Application default: a file of the environment, gcloud's, or the machine's own, workload identity too. */
        record ApplicationDefault() implements Identity {}

        /** Nobody's, for emulators and what is public. */
        record Anonymous() implements Identity {}

        /**
         * Those of a service account's key in a file.
         *
         * @param saidBy the setting that names it, for messages
         */
        record KeyFile(String path, String saidBy) implements Identity {}

        /**
         * Those of a file that says how to get them, as workload identity federation has it.
         *
         * @param saidBy the setting that names it, for messages
         */
        record ConfigFile(String path, String saidBy) implements Identity {}

        /** Those of a service account's key, which is JSON. */
        record Key(String json) implements Identity {
            @Override
            public String toString() {
                return "Key[***]";
            }
        }
    }

    /** As the variables {@code RONDO_GCS_…} say. */
    public static GoogleAccess of(Map<String, String> environment) {
        return of(BucketAccess.of(environment));
    }

    /** That of a server. */
    public static GoogleAccess of(BucketAccess access) {
        Identity identity = switch (access.credentials()) {
            case "default" -> new Identity.ApplicationDefault();
            case "anonymous" -> new Identity.Anonymous();
            default -> new Identity.KeyFile(access.credentials(), "RONDO_GCS_CREDENTIALS");
        };
        return new GoogleAccess(
                access.endpoint(),
                Optional.empty(),
                identity,
                access.impersonated().stream().toList(),
                List.of());
    }

    /**
     * As the extras of a connection say, by their names in Airflow: {@code key_path, keyfile_dict,
     * credential_config_file, is_anonymous, project, scope, impersonation_chain}; and {@code endpoint}.
     *
     * @param extra gives what is there under a name
     * @throws IllegalArgumentException when they say two things of whose the credentials are
     */
    public static GoogleAccess of(Function<String, Optional<String>> extra) {
        Function<String, Optional<String>> said = name ->
                extra.apply(name).or(() -> extra.apply(LONG_NAME + name)).filter(text -> !text.isBlank());
        Optional<String> endpoint = said.apply("endpoint");
        List<Identity> named = Stream.of(
                        said.apply("key_path")
                                .<Identity>map(path -> new Identity.KeyFile(path, "the connection's key_path")),
                        said.apply("keyfile_dict").<Identity>map(Identity.Key::new),
                        said.apply("credential_config_file")
                                .<Identity>map(path ->
                                        new Identity.ConfigFile(path, "the connection's credential_config_file")),
                        said.apply("is_anonymous")
                                .filter(Boolean::parseBoolean)
                                .<Identity>map(yes -> new Identity.Anonymous()))
                .flatMap(Optional::stream)
                .toList();
        if (named.size() > 1) {
            throw new IllegalArgumentException("the connection says more than one of key_path, keyfile_dict,"
                    + " credential_config_file and is_anonymous; leave one of them");
        }
        Identity other = endpoint.isPresent() ? new Identity.Anonymous() : new Identity.ApplicationDefault();
        return new GoogleAccess(
                endpoint,
                said.apply("project"),
                named.isEmpty() ? other : named.getFirst(),
                names(said.apply("impersonation_chain").orElse("")),
                names(said.apply("scope").orElse("")));
    }

    /** Acting as the last of these, in place of what was said before; empty: as before. */
    public GoogleAccess impersonating(List<String> chain) {
        return chain.isEmpty() ? this : new GoogleAccess(endpoint, project, identity, chain, scopes);
    }

    private static List<String> names(String list) {
        return BETWEEN.splitAsStream(list).filter(name -> !name.isEmpty()).toList();
    }
}
