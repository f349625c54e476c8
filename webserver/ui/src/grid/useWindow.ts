import { type RefObject, useEffect, useState } from "react";

export interface Shown {
  readonly first: number;
  /** One past the last. */
  readonly end: number;
}

export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const NOWHERE: Area = { left: 0, top: 0, width: 1200, height: 800 };

/**
 * The part of a scrolled box that is seen, followed as it changes; in steps of `grain` pixels, so that a scroll by less
 * than a row draws nothing anew.
 */
export function useSeen(ref: RefObject<HTMLElement | null>, grain: number): Area {
  const [area, setArea] = useState(NOWHERE);
  useEffect(() => {
    const box = ref.current;
    if (!box) return undefined;
    const down = (pixels: number) => Math.floor(pixels / grain) * grain;
    const measure = () => {
      if (box.clientHeight === 0) return; // not laid out: it says nothing about what will be seen
      const next = {
        left: down(box.scrollLeft),
        top: down(box.scrollTop),
        width: box.clientWidth + grain,
        height: box.clientHeight + grain,
      };
      setArea(old => (same(old, next) ? old : next));
    };
    const sizes = new ResizeObserver(measure);
    sizes.observe(box);
    box.addEventListener("scroll", measure, { passive: true });
    measure();
    return () => {
      sizes.disconnect();
      box.removeEventListener("scroll", measure);
    };
  }, [ref, grain]);
  return area;
}

function same(a: Area, b: Area): boolean {
  return a.left === b.left && a.top === b.top && a.width === b.width && a.height === b.height;
}

/** Which of `count` things of one size to draw so that the seen part, and a little around it, is filled. */
export function shownOf(count: number, size: number, from: number, length: number, around = 6): Shown {
  const first = Math.max(0, Math.min(count, Math.floor(from / size) - around));
  return { first, end: Math.max(first, Math.min(count, Math.ceil((from + length) / size) + around)) };
}
