/** Tests of the operators against a server of the JSON API, by Google's own client. */
@NullMarked
package dev.rondo.operators.gcs;

import org.jspecify.annotations.NullMarked;
