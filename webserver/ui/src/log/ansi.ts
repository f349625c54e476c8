/** A run of characters with one look. */
export interface Piece {
  /** Where in the line it begins. */
  readonly start: number;
  readonly text: string;
  /** CSS classes; empty for plain text. */
  readonly look: string;
}

// Everything that starts with ESC (or the one-character CSI): colours, cursor moves, titles, links.
// oxlint-disable-next-line no-control-regex
const ESCAPE = /(?:\u001B\[|\u009B)([0-?]*)[ -/]*([@-~])|\u001B\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|\u001B[@-_]?/g;
// What is left of control characters would show as boxes, or turn the reading direction around the line.
// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g;

const COLORS = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

interface Look {
  readonly color: string;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
}

const PLAIN: Look = { color: "", bold: false, dim: false, italic: false, underline: false };

/** Text with terminal codes as pieces of plain text: colours become classes, every other code disappears. */
export function piecesOf(text: string): ReadonlyArray<Piece> {
  if (!text.includes("\u001B") && !text.includes("\u009B")) {
    return [{ start: 0, text: text.replace(CONTROLS, ""), look: "" }];
  }
  const pieces: Piece[] = [];
  let look = PLAIN;
  let end = 0;
  const add = (upTo: number) => {
    const plain = text.slice(end, upTo).replace(CONTROLS, "");
    if (plain !== "") pieces.push({ start: end, text: plain, look: classesOf(look) });
  };
  for (const found of text.matchAll(ESCAPE)) {
    add(found.index);
    end = found.index + found[0].length;
    if (found[2] === "m") look = changed(look, found[1] ?? "");
  }
  add(text.length);
  return pieces;
}

export function withoutAnsi(text: string): string {
  return text.replace(ESCAPE, "").replace(CONTROLS, "");
}

function changed(look: Look, codes: string): Look {
  let next = look;
  const numbers = codes.split(/[;:]/).map(Number);
  for (let i = 0; i < numbers.length; i++) {
    const code = numbers[i] ?? 0;
    if (code === 38 || code === 48) i += numbers[i + 1] === 5 ? 2 : 4; // colours beyond the eight: not shown
    else next = one(next, code);
  }
  return next;
}

function one(look: Look, code: number): Look {
  if (code === 0) return PLAIN;
  if (code === 1) return { ...look, bold: true };
  if (code === 2) return { ...look, dim: true };
  if (code === 3) return { ...look, italic: true };
  if (code === 4) return { ...look, underline: true };
  if (code === 22) return { ...look, bold: false, dim: false };
  if (code === 23) return { ...look, italic: false };
  if (code === 24) return { ...look, underline: false };
  if (code === 39) return { ...look, color: "" };
  if (code >= 30 && code <= 37) return { ...look, color: COLORS[code - 30] ?? "" };
  if (code >= 90 && code <= 97) return { ...look, color: COLORS[code - 90] ?? "" };
  return look;
}

function classesOf({ color, bold, dim, italic, underline }: Look): string {
  const classes = [
    color && `ansi-${color}`,
    bold && "ansi-bold",
    dim && "ansi-dim",
    italic && "ansi-italic",
    underline && "ansi-underline",
  ];
  return classes.filter(Boolean).join(" ");
}
