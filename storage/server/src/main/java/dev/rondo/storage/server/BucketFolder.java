package dev.rondo.storage.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.sdk.internal.json.JsonBoolean;
import dev.rondo.sdk.internal.json.JsonNull;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A bucket and its objects, in a folder: {@code bucket.json}, and for each generation of an object
 * {@code objects/SHA-256-OF-NAME/GENERATION.data} and {@code .json}. The JSON comes last and goes first, so that what
 * is found at a start is whole.
 */
final class BucketFolder {

    // As Google lists them.
    private static final Comparator<String> BY_BYTES =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));

    private final String name;
    private final Path folder;
    private final InstantSource clock;
    private final CrashPoint.Injector crashes;
    private final NavigableMap<String, NavigableMap<Long, StoredObject>> objects = new TreeMap<>(BY_BYTES);
    private JsonObject settings;
    private long lastGeneration;

    private BucketFolder(
            String name, Path folder, JsonObject settings, InstantSource clock, CrashPoint.Injector crashes) {
        this.name = name;
        this.folder = folder;
        this.settings = settings;
        this.clock = clock;
        this.crashes = crashes;
    }

    static BucketFolder make(
            String name, Path folder, JsonObject said, InstantSource clock, CrashPoint.Injector crashes)
            throws IOException {
        Files.createDirectories(folder.resolve("objects"));
        String now = clock.instant().toString();
        JsonObject settings = JsonObject.builder()
                .put("location", "US")
                .put("storageClass", "STANDARD")
                .putAll(said)
                .put("metageneration", "1")
                .put("timeCreated", now)
                .put("updated", now)
                .build();
        AtomicFiles.write(folder.resolve("bucket.json"), settings.toJson(), crashes);
        return new BucketFolder(name, folder, settings, clock, crashes);
    }

    /** What a process before left. */
    static BucketFolder open(Path folder, InstantSource clock, CrashPoint.Injector crashes) throws IOException {
        JsonObject settings = Call.json(Files.readString(folder.resolve("bucket.json")));
        BucketFolder bucket = new BucketFolder(folder.getFileName().toString(), folder, settings, clock, crashes);
        for (Path file : AtomicFiles.in(folder)) {
            if (file.toString().endsWith(AtomicFiles.PART)) {
                Files.delete(file);
            }
        }
        for (Path object : AtomicFiles.in(folder.resolve("objects"))) {
            for (Path file : AtomicFiles.in(object)) {
                bucket.take(file);
            }
        }
        bucket.lastGeneration = bucket.objects.values().stream()
                .mapToLong(NavigableMap::lastKey)
                .max()
                .orElse(0);
        for (NavigableMap<Long, StoredObject> generations : List.copyOf(bucket.objects.values())) {
            bucket.endReplaced(generations);
        }
        return bucket;
    }

    private void take(Path file) throws IOException {
        String fileName = file.getFileName().toString();
        if (fileName.endsWith(".json")) {
            StoredObject object = StoredObject.read(Call.json(Files.readString(file)));
            generationsOf(object.name()).put(object.generation(), object);
        } else if (!fileName.endsWith(".data")
                || !Files.exists(file.resolveSibling(fileName.replace(".data", ".json")))) {
            Files.delete(file);
        }
    }

    // Killed between the new generation and the end of the old one.
    private void endReplaced(NavigableMap<Long, StoredObject> generations) throws IOException {
        for (StoredObject old :
                List.copyOf(generations.headMap(generations.lastKey()).values())) {
            if (old.deleted().isEmpty()) {
                end(old);
            }
        }
    }

    private NavigableMap<Long, StoredObject> generationsOf(String object) {
        return objects.computeIfAbsent(object, k -> new TreeMap<>());
    }

    synchronized JsonObject toJson(String origin) {
        return JsonObject.builder()
                .putAll(settings)
                .put("kind", "storage#bucket")
                .put("id", name)
                .put("name", name)
                .put("selfLink", origin + "/storage/v1/b/" + name)
                .put("etag", settings.findString("metageneration").orElse(""))
                .build();
    }

    synchronized void patch(JsonObject said, OptionalLong ifMetageneration, OptionalLong ifNotMetageneration)
            throws IOException {
        long now = metageneration();
        if ((ifMetageneration.isPresent() && ifMetageneration.getAsLong() != now)
                || (ifNotMetageneration.isPresent() && ifNotMetageneration.getAsLong() == now)) {
            throw ApiError.conditionNotMet();
        }
        Map<String, JsonValue> changed = new LinkedHashMap<>(settings.members());
        said.members().forEach((key, value) -> {
            if (value instanceof JsonNull) {
                changed.remove(key);
            } else {
                changed.put(key, value);
            }
        });
        settings = JsonObject.builder()
                .putAll(JsonObject.of(changed))
                .put("metageneration", Long.toString(now + 1))
                .put("updated", clock.instant().toString())
                .build();
        AtomicFiles.write(folder.resolve("bucket.json"), settings.toJson(), crashes);
    }

    private long metageneration() {
        return Long.parseLong(settings.findString("metageneration").orElse("1"));
    }

    private boolean keepsVersions() {
        return settings.get("versioning") instanceof JsonObject versioning
                && versioning.get("enabled") instanceof JsonBoolean enabled
                && enabled.value();
    }

    synchronized boolean isEmpty() {
        return objects.isEmpty();
    }

    /** A file for bytes that are to become an object. */
    Path newPart() throws IOException {
        return Files.createTempFile(folder, "upload", AtomicFiles.PART);
    }

    synchronized Optional<StoredObject> find(String object, OptionalLong generation) {
        NavigableMap<Long, StoredObject> generations = objects.getOrDefault(object, new TreeMap<>());
        if (generation.isPresent()) {
            return Optional.ofNullable(generations.get(generation.getAsLong()));
        }
        return Optional.ofNullable(generations.lastEntry())
                .map(Map.Entry::getValue)
                .filter(newest -> newest.deleted().isEmpty());
    }

    /** @throws ApiError when there is none */
    StoredObject require(String object, OptionalLong generation) {
        return find(object, generation).orElseThrow(() -> ApiError.notFound("No such object: " + name + "/" + object));
    }

    /** Opens the bytes, which stay readable when the object is replaced or deleted meanwhile. */
    synchronized FileChannel open(StoredObject object) throws IOException {
        StoredObject there = require(object.name(), OptionalLong.of(object.generation()));
        return FileChannel.open(dataOf(there), StandardOpenOption.READ);
    }

    /**
     * Makes what was uploaded the live generation.
     *
     * @param components how many objects it is composed of; 0: of none, and its MD5 is kept
     */
    synchronized StoredObject put(
            String object, JsonObject said, Path part, Hashes hashes, long components, Conditions conditions)
            throws IOException {
        Optional<StoredObject> before = find(object, OptionalLong.empty());
        conditions.requireToWrite(before);
        Instant now = clock.instant();
        lastGeneration = Math.max(lastGeneration + 1, now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000);
        StoredObject made = new StoredObject(
                name,
                object,
                lastGeneration,
                1,
                hashes.size(),
                hashes.crc32c(),
                components == 0 ? Optional.of(hashes.md5()) : Optional.empty(),
                components,
                now,
                now,
                Optional.empty(),
                StoredObject.settingsOf(said));
        Files.createDirectories(dataOf(made).getParent());
        crashes.at(CrashPoint.UPLOADED);
        AtomicFiles.moveDurably(part, dataOf(made));
        crashes.at(CrashPoint.DATA_NAMED);
        keep(made);
        if (before.isPresent()) {
            crashes.at(CrashPoint.GENERATION_KEPT);
            end(before.get());
        }
        return made;
    }

    synchronized StoredObject patch(
            String object, OptionalLong generation, Conditions conditions, JsonObject patch, boolean whole)
            throws IOException {
        StoredObject before = require(object, generation);
        conditions.requireToWrite(Optional.of(before));
        JsonObject settings = whole ? JsonObject.EMPTY : before.settings();
        return keep(before.withSettings(StoredObject.patched(settings, patch), clock.instant()));
    }

    synchronized void delete(String object, OptionalLong generation, Conditions conditions) throws IOException {
        StoredObject there = require(object, generation);
        conditions.requireToWrite(Optional.of(there));
        if (generation.isPresent()) {
            remove(there);
        } else {
            end(there);
        }
    }

    private StoredObject keep(StoredObject object) throws IOException {
        AtomicFiles.write(jsonOf(object), object.stored().toJson(), crashes);
        generationsOf(object.name()).put(object.generation(), object);
        return object;
    }

    private void end(StoredObject object) throws IOException {
        if (keepsVersions()) {
            StoredObject ignored = keep(object.deletedAt(clock.instant()));
        } else {
            remove(object);
        }
    }

    private void remove(StoredObject object) throws IOException {
        Files.deleteIfExists(jsonOf(object));
        crashes.at(CrashPoint.TEXT_DELETED);
        NavigableMap<Long, StoredObject> generations = generationsOf(object.name());
        generations.remove(object.generation());
        Files.deleteIfExists(dataOf(object));
        if (generations.isEmpty()) {
            objects.remove(object.name());
            Files.deleteIfExists(dataOf(object).getParent());
        }
    }

    /** All generations in order, of names that begin so; the live ones alone, or all. */
    synchronized List<StoredObject> list(String prefix, boolean versions) {
        List<StoredObject> found = new ArrayList<>();
        for (Map.Entry<String, NavigableMap<Long, StoredObject>> each :
                objects.tailMap(prefix, true).entrySet()) {
            if (!each.getKey().startsWith(prefix)) {
                break;
            }
            each.getValue().values().stream()
                    .filter(object -> versions || object.deleted().isEmpty())
                    .forEach(found::add);
        }
        return found;
    }

    void deleteAll() throws IOException {
        Files.delete(folder.resolve("bucket.json")); // first: without it the folder is none
        crashes.at(CrashPoint.BUCKET_GOING);
        AtomicFiles.deleteAll(folder);
    }

    private Path dataOf(StoredObject object) {
        return folder.resolve("objects").resolve(sha256(object.name())).resolve(object.generation() + ".data");
    }

    private Path jsonOf(StoredObject object) {
        return dataOf(object).resolveSibling(object.generation() + ".json");
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256, this one does not", e);
        }
    }
}
