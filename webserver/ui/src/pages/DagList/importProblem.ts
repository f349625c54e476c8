/** The parts of an import error that someone who has to mend it looks for first. */
export interface ImportProblem {
  readonly message: string;
  /** `CensusTraining.java:14`, where the text tells it. */
  readonly place: string | undefined;
}

const COMPILER = /^(?:.*[\\/])?([\w$.-]+\.java):(\d+):\s*(?:error:\s*)?(.*)$/;
const FRAME = /^\s*at\s+(\S+)\(([\w$.-]+\.java):(\d+)\)/;
// Frames of the JDK and of Rondo tell nothing about the user's mistake.
const FOREIGN = /^(?:[\w.]+\/)?(?:java|javax|jdk|sun|dev\.rondo)\./;

export function importProblem(filename: string, stackTrace: string): ImportProblem {
  const lines = stackTrace.split("\n").filter(line => line.trim() !== "");
  const compiler = lines.map(line => COMPILER.exec(line)).find(found => found !== null);
  if (compiler) return { message: compiler[3] || (lines[0] ?? ""), place: `${compiler[1]}:${compiler[2]}` };
  return {
    message: lines[0]?.trim() ?? `${filename} cannot be loaded; the server does not say why.`,
    place: frameOf(lines),
  };
}

/** The innermost frame of the deepest cause that lies in the user's code. */
function frameOf(lines: ReadonlyArray<string>): string | undefined {
  const lastCause = lines.findLastIndex(line => line.startsWith("Caused by:"));
  const frames = (from: number) =>
    lines
      .slice(Math.max(0, from))
      .map(line => FRAME.exec(line))
      .filter(found => found !== null)
      .find(([, method = ""]) => !FOREIGN.test(method));
  const found = frames(lastCause) ?? frames(0);
  return found ? `${found[2]}:${found[3]}` : undefined;
}
