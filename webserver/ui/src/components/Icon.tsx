// Drawn for this page on a 16 x 16 grid, stroke 1.5.
const PATHS = {
  play: "M5 3.5v9l7.5-4.5z",
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.7 10.7 14 14",
  sun: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M3.4 12.6l.7-.7M11.9 4.1l.7-.7",
  moon: "M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7z",
  system: "M2 3h12v8H2zM6 14h4M8 11v3",
  clock: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 5v3l2 1.5",
  signOut: "M6 2.5H3v11h3M7 8h7M11 5l3 3-3 3",
  clear: "M13 8a5 5 0 1 1-1.6-3.7M13 2v3h-3",
  chevron: "M6 3.5 10.5 8 6 12.5",
  download: "M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11",
  wrap: "M2 4h12M2 8h9.5a2 2 0 0 1 0 4H8M9.5 10 8 12l1.5 2M2 12h3",
  follow: "M4 3l4 4 4-4M4 8.5l4 4 4-4",
  warning: "M8 2 1.5 13.5h13zM8 6.5v3.5M8 12v.1",
  cross: "M4 4l8 8M12 4l-8 8",
  copy: "M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z",
  check: "M3 8.5 6.5 12 13 4.5",
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  fit: "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4",
  right: "M2 8h11M9 4l4 4-4 4",
  down: "M8 2v11M4 9l4 4 4-4",
  grid: "M2.5 2.5h4v4h-4zM9.5 2.5h4v4h-4zM2.5 9.5h4v4h-4zM9.5 9.5h4v4h-4z",
  graph: "M2 6h4v4H2zM10 2h4v4h-4zM10 10h4v4h-4zM6 8h2M8 8V4h2M8 8v4h2",
  list: "M2.5 4h11M2.5 8h11M2.5 12h11",
  info: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 7.5V11M8 5v.1",
  log: "M3 2.5h10v11H3zM5.5 5.5h5M5.5 8h5M5.5 10.5h3",
  code: "M5.5 4 1.5 8l4 4M10.5 4l4 4-4 4",
  value: "M6 2.5H4.5v4L3 8l1.5 1.5v4H6M10 2.5h1.5v4L13 8l-1.5 1.5v4H10",
  keyboard: "M1.5 4h13v8h-13zM4 7h.1M6.7 7h.1M9.3 7h.1M12 7h.1M5 9.5h6",
  manual: "M5.5 8V3.5a1 1 0 0 1 2 0V7l4 1c.9.2 1.5 1 1.3 1.9l-.7 3.6H6.5L3.5 9.5c.6-.9 1.4-.6 2 .5",
  backfill: "M8 3 3 8l5 5M13 3 8 8l5 5",
  asset: "M8 2l5.5 3v6L8 14l-5.5-3V5zM2.5 5 8 8l5.5-3M8 8v6",
  ask: "M2.5 2.5h11v8.5H8L5 13.5V11H2.5zM6.3 5.6a1.7 1.7 0 1 1 2.5 1.5c-.5.3-.8.5-.8 1M8 9.4v.1",
  connection: "M5.5 2v3M10.5 2v3M3.5 5h9v2.5a4.5 4.5 0 0 1-9 0zM8 12v2",
  task: "M2.5 2.5h6v6h-6zM8.5 11h3M11.5 8.5v5",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
