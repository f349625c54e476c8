import type { ImportProblemResponse } from "../../api/ours.ts";

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

/** From what the server says apart from the stack; what it does not say is read from the stack itself. */
export function importProblem(error: ImportProblemResponse): ImportProblem {
  const told = fromStack(error.filename, error.stack_trace);
  const file = error.filename.slice(error.filename.lastIndexOf("/") + 1);
  return {
    message: error.message ? [error.code, error.message].filter(Boolean).join(": ") : told.message,
    place: error.line ? `${file}:${error.line}` : told.place,
  };
}

function fromStack(filename: string, stackTrace: string): ImportProblem {
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
