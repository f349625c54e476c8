/**
 * A server of the part of Google Cloud Storage's JSON API that Rondo uses, with its objects in a folder: for tests, and
 * for trying buckets with no cloud. Read {@link dev.rondo.storage.server.BucketServer}.
 */
@NullMarked
package dev.rondo.storage.server;

import org.jspecify.annotations.NullMarked;
