package dev.rondo.webserver.dag;

import dev.rondo.core.asset.AssetLeaf;
import dev.rondo.metadata.query.DagQueries.ImportErrorRow;
import dev.rondo.metadata.why.Answer;
import dev.rondo.metadata.why.NoRun;
import dev.rondo.metadata.why.NoRun.Awaited;
import dev.rondo.webserver.rest.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why a DAG makes no run, as the API says it. */
final class NoRunReasons {

    private NoRunReasons() {}

    /**
     * Something that keeps a DAG from running now.
     *
     * @param code stable
     * @param message one sentence with the values that matter, and what mends it
     * @param until when it ends by itself; null: it does not, or nobody knows
     * @param data the values by name
     * @param blocking runs that hold it back
     * @param assets whose updates are waited for
     */
    record Held(
            String code,
            String message,
            @Nullable Instant until,
            Map<String, String> data,
            List<Answer.Blocking> blocking,
            List<Awaited> assets) {

        static Held of(Answer answer, NoRun why, Request request) {
            List<Awaited> assets = answer.code().equals("assets_awaited") ? why.awaited() : List.of();
            return new Held(
                    answer.code(),
                    answer.text() + writers(assets),
                    answer.earliest(),
                    answer.data(),
                    Blockers.shown(request, answer),
                    assets);
        }

        private static String writers(List<Awaited> assets) {
            List<String> written = assets.stream()
                    .filter(each -> !each.writers().isEmpty())
                    .map(each -> (each.kind().equals(AssetLeaf.ALIAS) ? "alias " : "")
                            + each.name()
                            + (each.writers().size() == 1 ? " is updated by task " : " is updated by tasks ")
                            + String.join(", ", each.writers()))
                    .toList();
            return written.isEmpty() ? "" : "; " + String.join("; ", written);
        }
    }

    /**
     * What holds it back, what a person has to mend first.
     *
     * @param importError why the newest file of the DAG did not take effect; null: it did
     * @param ofOthers whether that may tell of DAGs that the caller may not read
     */
    static List<Held> of(Request request, NoRun why, @Nullable ImportErrorRow importError, boolean ofOthers) {
        List<Held> reasons = new ArrayList<>();
        if (importError != null) {
            reasons.add(new Held(
                    "import_error",
                    "the newest " + importError.fileName() + " could not be used (" + importError.code()
                            + (ofOthers ? "" : ": " + importError.message())
                            + "), so the version before it is in force",
                    null,
                    Map.of("file", importError.fileName(), "error", importError.code()),
                    List.of(),
                    List.of()));
        }
        why.creation().forEach(answer -> reasons.add(Held.of(answer, why, request)));
        why.start().forEach(answer -> reasons.add(Held.of(answer, why, request)));
        return List.copyOf(reasons);
    }
}
