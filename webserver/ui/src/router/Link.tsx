import type { AnchorHTMLAttributes, MouseEvent } from "react";
import { useServices } from "../app/services.ts";

export interface LinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  readonly to: string;
}

/** A real link (opens in a new tab, can be copied) that a plain click follows without a reload. */
export function Link({ to, onClick, children, ...rest }: LinkProps) {
  const { router } = useServices();
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (event.defaultPrevented || !plain) return;
    event.preventDefault();
    router.go(to);
  };
  return (
    <a {...rest} href={to} onClick={follow}>
      {children}
    </a>
  );
}
