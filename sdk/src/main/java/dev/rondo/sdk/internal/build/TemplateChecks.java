package dev.rondo.sdk.internal.build;

import dev.rondo.sdk.ProblemCode;
import dev.rondo.sdk.internal.define.DagDraft;
import dev.rondo.sdk.internal.define.TaskDraft;
import dev.rondo.sdk.internal.define.Work;
import dev.rondo.sdk.internal.operator.OperatorRecord;
import dev.rondo.sdk.internal.template.Template;
import dev.rondo.sdk.internal.template.TemplateException;
import dev.rondo.sdk.internal.template.TemplateVariables;
import dev.rondo.sdk.internal.text.Nearest;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Checks the templates that can be seen before a run: those of operators given directly, and names of instances. */
final class TemplateChecks {

    private static final Set<String> UTC_DATES = Set.of("ds", "ds_nodash");
    private static final String PARAMS = "params.";

    private final Problems problems;
    private final Set<String> params = new TreeSet<>();
    private final String zone;
    private final boolean utcDateCanDiffer;

    TemplateChecks(DagDraft dag, SettingChecks.Checked settings, Problems problems) {
        this.problems = problems;
        this.zone = settings.zone().getId();
        this.utcDateCanDiffer = UtcDates.canDiffer(dag.settings().schedule().spec(), settings.zone());
        dag.params().stream()
                .flatMap(record -> Arrays.stream(record.getClass().getRecordComponents()))
                .map(RecordComponent::getName)
                .forEach(params::add);
    }

    /** Reports templates of the task that cannot be read or name something unknown. */
    void check(TaskDraft task) {
        if (task.work() instanceof Work.Given given) {
            OperatorRecord.of(given.operator())
                    .ifPresent(operator -> operator.texts()
                            .forEach((component, texts) -> texts.forEach(text ->
                                    check(task, "its component '" + component + "'", text, TemplateVariables.NAMES))));
        }
        if (task.mapName() != null) {
            Set<String> names = new TreeSet<>(TemplateVariables.NAMES);
            names.add("element");
            check(task, "the name of its instances", task.mapName(), names);
        }
    }

    private void check(TaskDraft task, String what, String text, Set<String> names) {
        if (!Template.isTemplate(text)) {
            return;
        }
        Template template;
        try {
            template = Template.parse(text);
        } catch (TemplateException e) {
            problems.add(
                    ProblemCode.BAD_TEMPLATE,
                    task,
                    what + ": " + e.getMessage(),
                    "write {% raw %}…{% endraw %} around text that is no template, or mark the component @Verbatim");
            return;
        }
        for (String wrong : template.unknownNames(names)) {
            problems.add(ProblemCode.UNKNOWN_TEMPLATE_NAME, task, what + ": " + wrong, "use a name that there is");
        }
        checkParams(task, what, template);
        if (utcDateCanDiffer && template.names().stream().anyMatch(UTC_DATES::contains)) {
            problems.add(
                    ProblemCode.DS_IS_UTC_DATE,
                    task,
                    what + " has {{ ds }}, which is the date in UTC; in " + zone + " it can be another",
                    "use {{ local_ds }} for the date in the zone of the DAG");
        }
    }

    private void checkParams(TaskDraft task, String what, Template template) {
        List<String> unknown = template.paths().stream()
                .filter(path -> path.startsWith(PARAMS))
                .map(path -> path.substring(PARAMS.length()).split("\\.")[0])
                .filter(name -> !params.contains(name))
                .distinct()
                .sorted()
                .toList();
        for (String name : unknown) {
            problems.add(
                    ProblemCode.UNKNOWN_TEMPLATE_NAME,
                    task,
                    what + ": there is no param '" + name + "'",
                    Nearest.hint(name, params, "add it to the record given to params(…)"));
        }
    }
}
