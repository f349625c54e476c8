package dev.rondo.e2e.chaos;

/** One rule of scheduling, or several of one subject, said once more. */
interface Rule {

    void check(Story story, Findings findings);
}
