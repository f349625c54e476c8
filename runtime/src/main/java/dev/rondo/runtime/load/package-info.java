/** From a class in a DAG jar to the DAGs it defines. */
@NullMarked
package dev.rondo.runtime.load;

import org.jspecify.annotations.NullMarked;
