import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

/** Screen = place in the drawing * scale + offset. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const SMALLEST = 0.05;
// Below this labels are hard to read, and a graph opens at its beginning instead of as a whole …
const READABLE = 0.6;
// … unless all of it is seen when it is drawn a little smaller: on a telephone, half a graph is the worse sight.
const BEARABLE = 0.42;
const LARGEST = 2;
const MARGIN = 24;
const KEY_STEP = 80;

export interface Fitted extends Size {
  readonly flow: "right" | "down";
  readonly begin: number;
}

/** The view that shows all of the drawing, not larger than life. */
export function fitted(drawing: Fitted, box: Size): View {
  return placed(drawing, box, Math.max(fitsAt(drawing, box), SMALLEST));
}

/** The view that a graph opens with: all of it where that can be read, else its beginning. */
export function opening(drawing: Fitted, box: Size): View {
  const fits = fitsAt(drawing, box);
  return placed(drawing, box, fits < BEARABLE ? READABLE : fits);
}

function fitsAt(drawing: Fitted, box: Size): number {
  return Math.min((box.width - 2 * MARGIN) / drawing.width, (box.height - 2 * MARGIN) / drawing.height, 1);
}

function placed(drawing: Fitted, box: Size, scale: number): View {
  const along = (room: number, length: number) => Math.max(MARGIN, (room - length * scale) / 2);
  const across = (room: number, length: number) => {
    const spare = room - length * scale;
    if (spare >= 2 * MARGIN) return spare / 2;
    return Math.min(MARGIN, Math.max(spare - MARGIN, room / 2 - drawing.begin * scale));
  };
  const [x, y] = drawing.flow === "right" ? [along, across] : [across, along];
  return { scale, x: x(box.width, drawing.width), y: y(box.height, drawing.height) };
}

/** Another scale, with the point of the screen staying where it is in the drawing. */
export function zoomed(view: View, factor: number, at: { readonly x: number; readonly y: number }): View {
  const scale = Math.min(LARGEST, Math.max(SMALLEST, view.scale * factor));
  const change = scale / view.scale;
  return { scale, x: at.x - (at.x - view.x) * change, y: at.y - (at.y - view.y) * change };
}

export interface Viewport {
  readonly view: View;
  readonly box: Size;
  readonly zoom: (factor: number) => void;
  readonly fit: () => void;
  readonly show: (place: { readonly x: number; readonly y: number } & Size) => void;
}

/** Dragging, wheel, pinch and keys on a box move and scale the drawing in it; `room` is its size until measured. */
export function useViewport(ref: RefObject<HTMLElement | null>, drawing: Fitted, room: Size): Viewport {
  const [box, setBox] = useState(room);
  const [moved, setMoved] = useState<{ readonly view: View; readonly of: Fitted }>();
  const view = moved?.of === drawing ? moved.view : opening(drawing, box);
  const latest = useRef({ view, drawing });
  useEffect(() => {
    latest.current = { view, drawing };
  });
  const set = useCallback((next: View) => {
    latest.current = { ...latest.current, view: next };
    setMoved({ view: next, of: latest.current.drawing });
  }, []);

  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const sizes = new ResizeObserver(() => setBox({ width: element.clientWidth, height: element.clientHeight }));
    sizes.observe(element);
    const stopGestures = followGestures(element, change => set(change(latest.current.view)));
    return () => {
      sizes.disconnect();
      stopGestures();
    };
  }, [ref, set]);

  return {
    view,
    box,
    zoom: factor => set(zoomed(view, factor, { x: box.width / 2, y: box.height / 2 })),
    fit: () => set(fitted(drawing, box)),
    show: place => {
      const left = place.x * view.scale + view.x;
      const top = place.y * view.scale + view.y;
      const dx = Math.min(0, box.width - MARGIN - left - place.width * view.scale) + Math.max(0, MARGIN - left);
      const dy = Math.min(0, box.height - MARGIN - top - place.height * view.scale) + Math.max(0, MARGIN - top);
      if (dx !== 0 || dy !== 0) set({ ...view, x: view.x + dx, y: view.y + dy });
    },
  };
}

type Change = (view: View) => View;

function followGestures(element: HTMLElement, apply: (change: Change) => void): () => void {
  const stop = new AbortController();
  const options = { signal: stop.signal };
  const pointers = new Map<number, { readonly x: number; readonly y: number }>();
  const place = (event: MouseEvent) => {
    const { left, top } = element.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };

  element.addEventListener(
    "wheel",
    event => {
      event.preventDefault();
      const step = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      // A pinch on a touchpad arrives as a wheel with Ctrl, in smaller steps.
      const speed = event.ctrlKey ? 0.01 : 0.0015;
      apply(view => zoomed(view, Math.exp(-event.deltaY * step * speed), place(event)));
    },
    { ...options, passive: false },
  );
  element.addEventListener(
    "pointerdown",
    event => {
      if (event.button !== 0) return;
      pointers.set(event.pointerId, place(event));
    },
    options,
  );
  element.addEventListener(
    "pointermove",
    event => {
      const from = pointers.get(event.pointerId);
      if (!from) return;
      const to = place(event);
      if (Math.hypot(to.x - from.x, to.y - from.y) < 3 && !element.hasPointerCapture(event.pointerId)) return;
      // Only now it is a drag and not a click on a node.
      element.setPointerCapture(event.pointerId);
      pointers.set(event.pointerId, to);
      const [other] = [...pointers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
      if (!other) return apply(view => ({ ...view, x: view.x + to.x - from.x, y: view.y + to.y - from.y }));
      const factor =
        Math.hypot(to.x - other.x, to.y - other.y) / Math.max(1, Math.hypot(from.x - other.x, from.y - other.y));
      apply(view => zoomed(view, factor, other));
    },
    options,
  );
  for (const end of ["pointerup", "pointercancel"] as const)
    element.addEventListener(end, event => pointers.delete(event.pointerId), options);
  element.addEventListener("keydown", event => onKey(event, element, apply), options);
  return () => stop.abort();
}

const MOVES: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [KEY_STEP, 0],
  ArrowRight: [-KEY_STEP, 0],
  ArrowUp: [0, KEY_STEP],
  ArrowDown: [0, -KEY_STEP],
};

function onKey(event: KeyboardEvent, element: HTMLElement, apply: (change: Change) => void): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const move = MOVES[event.key];
  const factor = event.key === "+" ? 1.25 : event.key === "-" ? 0.8 : undefined;
  if (!move && factor === undefined) return;
  event.preventDefault();
  if (move) apply(view => ({ ...view, x: view.x + move[0], y: view.y + move[1] }));
  else apply(view => zoomed(view, factor ?? 1, { x: element.clientWidth / 2, y: element.clientHeight / 2 }));
}
