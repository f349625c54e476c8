package dev.rondo.sdk.internal.define;

/** A handle that lines lead to and from. */
interface HasEndpoint {

    Endpoint endpoint();
}
