/** Sizes in CSS pixels that drawing and scrolling must agree on. */
export const CELL = 20;
export const ROW = 26;
export const HEAD = 118;
