package dev.rondo.storage.server;

import java.util.Optional;
import java.util.OptionalLong;

/** The four conditions a request can name; an object that is not there has the generation 0. */
record Conditions(
        OptionalLong generation,
        OptionalLong notGeneration,
        OptionalLong metageneration,
        OptionalLong notMetageneration) {

    static final Conditions NONE =
            new Conditions(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

    /** Those of the object that the address names, or that is written. */
    static Conditions of(Call call) {
        return named(call, "if");
    }

    /** Those of the object that is copied. */
    static Conditions ofSource(Call call) {
        return named(call, "ifSource");
    }

    private static Conditions named(Call call, String prefix) {
        return new Conditions(
                call.number(prefix + "GenerationMatch"),
                call.number(prefix + "GenerationNotMatch"),
                call.number(prefix + "MetagenerationMatch"),
                call.number(prefix + "MetagenerationNotMatch"));
    }

    /** Before something is written or deleted: every condition that fails is a 412. */
    void requireToWrite(Optional<StoredObject> live) {
        if (!matches(live) || !differs(live)) {
            throw ApiError.conditionNotMet();
        }
    }

    /** Before something is read: what is as the reader has it already is a 304. */
    void requireToRead(StoredObject object) {
        if (!matches(Optional.of(object))) {
            throw ApiError.conditionNotMet();
        }
        if (!differs(Optional.of(object))) {
            throw ApiError.notModified();
        }
    }

    private boolean matches(Optional<StoredObject> object) {
        return (generation.isEmpty()
                        || generation.getAsLong()
                                == object.map(StoredObject::generation).orElse(0L))
                && (metageneration.isEmpty()
                        || metageneration.getAsLong()
                                == object.map(StoredObject::metageneration).orElse(0L));
    }

    private boolean differs(Optional<StoredObject> object) {
        return (notGeneration.isEmpty()
                        || notGeneration.getAsLong()
                                != object.map(StoredObject::generation).orElse(0L))
                && (notMetageneration.isEmpty()
                        || notMetageneration.getAsLong()
                                != object.map(StoredObject::metageneration).orElse(0L));
    }
}
