package dev.rondo.storage.server;

/** In what fake-gcs-server differs from what Google documents. */
enum Difference {
    /** A glob is not looked at: everything is listed. */
    NO_GLOB,
    /** Conditions on metagenerations are not looked at, and none is told. */
    NO_METAGENERATION,
    /** An object is deleted whatever condition is named. */
    NO_CONDITIONAL_DELETE,
    /** A read on the condition of another generation than the live one gives the bytes. */
    NO_CONDITIONAL_READ,
    /** A copy is made whatever condition is named. */
    NO_CONDITIONAL_COPY,
    /** A composed object does not say of how many it is, and has an MD5. */
    COMPOSED_LIKE_OTHERS,
    /** To compose what is not there is refused with another status than 404. */
    OTHER_STATUS_OF_MISSING_SOURCE,
    /** A bucket with objects is refused with 412 in place of 409. */
    OTHER_STATUS_OF_FULL_BUCKET
}
