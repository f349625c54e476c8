import { Dialog } from "../components/Dialog.tsx";

const KEYS: ReadonlyArray<readonly [place: string, keys: ReadonlyArray<readonly [key: string, what: string]>]> = [
  [
    "Everywhere",
    [
      ["Ctrl K", "go to a DAG"],
      ["g d", "to the list of DAGs"],
      ["g a", "to what waits for an answer"],
      ["g c", "to the connections"],
      ["/", "search in this page"],
      ["?", "this help"],
    ],
  ],
  [
    "DAG",
    [
      ["t", "trigger a run"],
      ["p", "pause or unpause"],
      ["v", "change between grid and graph"],
      ["← ↑ → ↓", "move in the grid, Enter opens"],
    ],
  ],
  [
    "Run, task instance",
    [
      ["c", "clear"],
      ["[ ]", "to the earlier run, to the later run"],
      ["f", "follow the log"],
      ["w", "wrap the log's lines"],
      ["Enter", "in the log's search: next; with Shift: the one before"],
    ],
  ],
];

export function ShortcutHelp({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      {KEYS.map(([place, keys]) => (
        <section key={place} className="shortcut-group">
          <h3>{place}</h3>
          <dl>
            {keys.map(([key, what]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
