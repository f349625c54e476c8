package dev.rondo.sdk;

/**
 * The kinds of problems a DAG can have when it is loaded. The names are stable: scripts and documents refer to them.
 */
public enum ProblemCode {
    /** Tasks wait for each other in a circle. The message has the path. */
    DAG_HAS_CYCLE,
    /** Two tasks or groups have one id. */
    DUPLICATE_TASK_ID,
    /** A dependency or a template names a task that the DAG does not define. */
    UNKNOWN_TASK,
    /** An id is empty, too long, or has characters that ids cannot have. */
    BAD_ID,
    /** A cron expression cannot be read. */
    BAD_CRON,
    /** A date cannot be read, or the end lies before the start. */
    BAD_DATE,
    /**
     * A holiday file is not in the jar, or cannot be read; or a calendar moves runs of which several are of one day.
     */
    BAD_CALENDAR,
    /** A zone id is unknown. */
    BAD_TIMEZONE,
    /** An option has a value out of its range, or one that does not fit the task. */
    BAD_OPTION,
    /** Catchup is on and there is no date to begin at. */
    NO_START_DATE_WITH_CATCHUP,
    /** {@code task(…)} or {@code map(…)} without a word that says what it does. */
    TASK_WITHOUT_BODY,
    /** One {@code task(…)} with two words that say what it does. */
    TASK_WITH_TWO_BODIES,
    /** A task reads a result plainly though its trigger rule lets it start without it. */
    INPUT_MAY_BE_MISSING,
    /** A task reads something that cannot be an input here: another DAG's params, a gathering of gatherings. */
    BAD_INPUT,
    /** The type of a result cannot be read from its body. */
    XCOM_TYPE_UNKNOWN,
    /** The type of a result is known and is none that an XCom can have. */
    XCOM_TYPE_UNSUPPORTED,
    /** Two classes of a sealed hierarchy have one tag, or a tag is not well formed. */
    XCOM_TAG_INVALID,
    /** A body captures something that can change or that only this JVM has. */
    TASK_CAPTURES_STATE,
    /** A template names something that does not exist. */
    UNKNOWN_TEMPLATE_NAME,
    /** A text that should be a template cannot be read as one. */
    BAD_TEMPLATE,
    /** An operator has a component of a type that cannot stand in the graph. */
    BAD_OPERATOR,
    /** A branch can give an answer that {@code on} does not mention. */
    BRANCH_ANSWER_WITHOUT_TARGET,
    /** A mapping within a mapping, or one over something that is no list. */
    BAD_MAPPING,
    /** A setup or teardown that cannot be one. */
    BAD_TEARDOWN,
    /** The params record cannot be one. */
    BAD_PARAMS,
    /** A deadline has a wrong name, span or moment. */
    BAD_DEADLINE,
    /** An asset or alias has no name or too long a one, or two assets of one name differ. */
    BAD_ASSET,
    /** More tasks than a DAG may have. */
    TOO_MANY_TASKS,
    /** A warning: {@code {{ ds }}} is the UTC date, and the DAG's zone can have another. */
    DS_IS_UTC_DATE(true);

    private final boolean warning;

    ProblemCode() {
        this(false);
    }

    ProblemCode(boolean warning) {
        this.warning = warning;
    }

    /** Whether the DAG is loaded all the same, and its author told. */
    public boolean isWarning() {
        return warning;
    }
}
