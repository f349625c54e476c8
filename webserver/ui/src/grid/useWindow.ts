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

/** The part of a scrolled box that is seen, followed as it changes. */
export function useSeen(ref: RefObject<HTMLElement | null>): Area {
  const [area, setArea] = useState(NOWHERE);
  useEffect(() => {
    const box = ref.current;
    if (!box) return undefined;
    const measure = () =>
      setArea({ left: box.scrollLeft, top: box.scrollTop, width: box.clientWidth, height: box.clientHeight });
    const sizes = new ResizeObserver(measure);
    sizes.observe(box);
    box.addEventListener("scroll", measure, { passive: true });
    measure();
    return () => {
      sizes.disconnect();
      box.removeEventListener("scroll", measure);
    };
  }, [ref]);
  return area;
}

/** Which of `count` things of one size to draw so that the seen part, and a little around it, is filled. */
export function shownOf(count: number, size: number, from: number, length: number, around = 6): Shown {
  const first = Math.max(0, Math.min(count, Math.floor(from / size) - around));
  return { first, end: Math.max(first, Math.min(count, Math.ceil((from + length) / size) + around)) };
}
