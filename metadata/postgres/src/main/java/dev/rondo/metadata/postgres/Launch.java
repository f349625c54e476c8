package dev.rondo.metadata.postgres;

/** What came of one attempt to start the server. */
sealed interface Launch {

    /** It runs and, but for a long recovery, accepts connections. */
    record Up(Postmaster postmaster) implements Launch {}

    /** Somebody else listens on its port. */
    record PortTaken() implements Launch {}

    /** Processes of a killed server still end; their shared memory guards the data until they have. */
    record RemainsOfAnother() implements Launch {}

    /** @param said what pg_ctl and the server wrote */
    record Failed(String said) implements Launch {}
}
