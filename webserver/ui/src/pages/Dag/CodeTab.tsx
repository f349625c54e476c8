import "./CodeTab.css";
import { get } from "../../api/endpoints.ts";
import type { DAGDetailsResponse, DagVersionResponse } from "../../api/types.ts";
import { CopyButton } from "../../components/CopyButton.tsx";
import { Empty, Missing } from "../../components/Feedback.tsx";
import { useGet } from "../../live/useGet.ts";
import { useQuery } from "../../router/router.ts";
import { Time } from "../../time/Time.tsx";

/** The versions of a DAG, and the text of the chosen one where it came as a source file. */
export function CodeTab({ dag }: { readonly dag: DAGDetailsResponse }) {
  const signature = dag.latest_dag_version?.id ?? "";
  const { data, error } = useGet(get.versions(dag.dag_id), signature);
  const [chosen, choose] = useQuery("version");
  if (!data) return <Missing error={error} what="The versions cannot be listed." lines={8} />;
  const versions = data.dag_versions;
  const version = versions.find(each => String(each.version_number) === chosen) ?? versions[0];
  if (!version) return <Empty title="No version yet" />;
  return (
    <>
      <div className="tool-row">
        <label className="tool">
          Version
          <select aria-label="Version" value={version.version_number} onChange={event => choose(event.target.value)}>
            {versions.map(each => (
              <option key={each.id}>{each.version_number}</option>
            ))}
          </select>
        </label>
        <span className="faint">
          read <Time at={version.created_at} />
        </span>
        <span className="tool-space" />
        {version.bundle_version && (
          <span className="faint version-hash" title="SHA-256 of the jar">
            {version.bundle_version}
          </span>
        )}
      </div>
      <SourceText key={version.id} version={version} file={dag.fileloc} />
    </>
  );
}

function SourceText({ version, file }: { readonly version: DagVersionResponse; readonly file: string }) {
  const { data, error } = useGet(get.source(version.dag_id, version.version_number));
  if (!data) return <Missing error={error} what="The source cannot be shown." lines={12} />;
  if (data.content === null) {
    return (
      <Empty title="No source here">
        <p>
          This version came in the jar <code>{file}</code>, which holds classes. A DAG dropped as a single .java file
          shows its text here.
        </p>
      </Empty>
    );
  }
  const lines = data.content.replace(/\n$/, "").split("\n");
  return (
    <section className="code-box" aria-label="Source">
      <CopyButton text={data.content} label="Copy the source" />
      {/* It may scroll, so the keyboard must reach it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre dir="ltr" role="region" aria-label="Lines of the source" tabIndex={0}>
        {lines.map((line, index) => (
          // Lines of a text that never changes have nothing better than their number.
          // oxlint-disable-next-line react/no-array-index-key
          <span key={index} className="code-line" data-line={index + 1}>
            {line}
            {"\n"}
          </span>
        ))}
      </pre>
    </section>
  );
}
