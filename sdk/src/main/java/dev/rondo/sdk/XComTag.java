package dev.rondo.sdk;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names a record (or enum) of a sealed hierarchy in stored XCom values, so that the class can be renamed later.
 *
 * <pre>{@code
 * sealed interface Verdict permits Push, Hold {}
 *
 * @XComTag("push") record Push(String uri) implements Verdict {}
 *
 * @XComTag("hold") record Hold(String reason) implements Verdict {}
 * }</pre>
 *
 * <p>Without it the tag is the simple name of the class. Tags are unique within a hierarchy, else the DAG is refused
 * when it is loaded. A value whose static type is the record itself carries no tag.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface XComTag {

    /** The tag: letters, digits, {@code _}, {@code -} and {@code .}; at least one. */
    String value();
}
