import { useState } from "react";
import type { TaskInstanceResponse } from "../../api/types.ts";
import { Button } from "../../components/Button.tsx";
import { cellOf } from "../../grid/cells.ts";
import { type State, stateOf } from "../../states/states.ts";
import { StateFilter } from "../../states/StateFilter.tsx";
import { StateShares } from "../../states/StateMark.tsx";
import { ClearDialog } from "../DagRun/ClearDialog.tsx";
import { elementRows } from "../DagRun/instanceRows.ts";
import { InstanceTable } from "../DagRun/InstanceTable.tsx";

interface MappedInstancesProps {
  readonly dagId: string;
  readonly runId: string;
  readonly taskId: string;
  readonly instances: ReadonlyArray<TaskInstanceResponse>;
  readonly mayClear: boolean;
}

/** The instances of a mapped task in one run: how many in which state, and each. */
export function MappedInstances({ dagId, runId, taskId, instances, mayClear }: MappedInstancesProps) {
  const [only, setOnly] = useState<State>();
  const [clearing, setClearing] = useState(false);
  const cell = cellOf(instances);
  const shown = only ? instances.filter(instance => stateOf(instance.state) === only) : instances;
  return (
    <>
      <div className="tool-row">
        <StateFilter counts={cell.counts} only={only} onChange={setOnly} />
        <span className="tool-space" />
        {mayClear && (
          <Button icon="clear" onClick={() => setClearing(true)}>
            Clear all…
          </Button>
        )}
      </div>
      <StateShares counts={cell.counts} />
      <InstanceTable label={`Instances of ${taskId}`} first="Element" rows={elementRows(shown)} />
      {clearing && (
        <ClearDialog dagId={dagId} runId={runId} what={taskId} taskIds={[taskId]} onClose={() => setClearing(false)} />
      )}
    </>
  );
}
