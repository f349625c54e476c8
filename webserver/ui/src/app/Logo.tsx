/** A rondo comes back to its theme: a loop around a note. */
export function Logo({ size = 24 }: { readonly size?: number }) {
  return (
    <svg className="logo" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" className="logo-ground" />
      <path d="M23.2 12.2A8.2 8.2 0 1 0 24.2 16" className="logo-loop" />
      <path d="M23.9 7.4v5h-5" className="logo-loop" />
      <circle cx="16" cy="16" r="2.7" className="logo-note" />
    </svg>
  );
}
