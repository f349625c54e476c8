package dev.rondo.storage.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Lists objects: by prefix, delimiter, offsets and pattern, in pages. */
final class ListCall {

    private static final int MAX_RESULTS = 1000;

    private final Call call;
    private final String prefix;
    private final String delimiter;
    private final Optional<Pattern> glob;
    private final String after;
    private final List<JsonObject> items = new ArrayList<>();
    private final Set<String> prefixes = new LinkedHashSet<>();

    private ListCall(Call call) {
        this.call = call;
        this.prefix = call.find("prefix").orElse("");
        this.delimiter = call.find("delimiter").orElse("");
        this.glob = call.find("matchGlob").map(Glob::compile);
        this.after = call.find("pageToken").map(ListCall::place).orElse("");
    }

    static Reply answer(Call call, BucketFolder bucket) {
        return new ListCall(call).answer(bucket.list(call.find("prefix").orElse(""), call.is("versions")));
    }

    private Reply answer(List<StoredObject> objects) {
        long most = Math.min(MAX_RESULTS, call.number("maxResults").orElse(MAX_RESULTS));
        if (most < 1) {
            throw ApiError.invalid("Invalid value for maxResults");
        }
        String last = "";
        for (StoredObject object : objects) {
            if (!isWanted(object)) {
                continue;
            }
            Optional<String> folder = folderOf(object.name());
            if (folder.isPresent() && prefixes.contains(folder.get())) {
                last = placeOf(object); // everything below it is said by its one entry
                continue;
            }
            if (items.size() + prefixes.size() == most) {
                return page(Optional.of(last));
            }
            folder.ifPresentOrElse(prefixes::add, () -> items.add(object.toJson(call.origin())));
            last = placeOf(object);
        }
        return page(Optional.empty());
    }

    private boolean isWanted(StoredObject object) {
        String name = object.name();
        boolean later = after.isEmpty() || placeOf(object).compareTo(after) > 0;
        return later
                && call.find("startOffset")
                        .map(start -> isLess(start, name) || start.equals(name))
                        .orElse(true)
                && call.find("endOffset").map(end -> isLess(name, end)).orElse(true)
                && glob.map(pattern ->
                                pattern.matcher(folderOf(name).orElse(name)).matches())
                        .orElse(true);
    }

    private Optional<String> folderOf(String name) {
        int at = delimiter.isEmpty() ? -1 : name.indexOf(delimiter, prefix.length());
        boolean isItem = at < 0 || (call.is("includeTrailingDelimiter") && at + delimiter.length() == name.length());
        return isItem ? Optional.empty() : Optional.of(name.substring(0, at + delimiter.length()));
    }

    private Reply page(Optional<String> next) {
        JsonObject.Builder json = JsonObject.builder().put("kind", "storage#objects");
        if (!items.isEmpty()) {
            json.put("items", JsonArray.of(items));
        }
        if (!prefixes.isEmpty()) {
            json.put("prefixes", JsonArray.ofStrings(prefixes));
        }
        next.ifPresent(
                place -> json.put("nextPageToken", Base64.getUrlEncoder().encodeToString(place.getBytes(UTF_8))));
        return Reply.json(json.build());
    }

    // Hex, so that places are in the order of the bytes of names, and generations below.
    private static String placeOf(StoredObject object) {
        return HexFormat.of().formatHex(object.name().getBytes(UTF_8))
                + String.format(Locale.ROOT, ".%020d", object.generation());
    }

    private static String place(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), UTF_8);
        } catch (IllegalArgumentException e) {
            throw ApiError.invalid("Invalid pageToken");
        }
    }

    private static boolean isLess(String a, String b) {
        return Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8)) < 0;
    }
}
