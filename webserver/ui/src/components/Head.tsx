import type { ReactNode } from "react";
import { Link } from "../router/Link.tsx";

interface HeadProps {
  /** The things that this one lies in, outermost first. */
  readonly trail: ReadonlyArray<readonly [name: string, to: string]>;
  readonly title: string;
  readonly before?: ReactNode;
  readonly after?: ReactNode;
  readonly children?: ReactNode;
}

/** The top of a page: where it lies, what it is, what can be done with it. */
export function Head({ trail, title, before, after, children }: HeadProps) {
  return (
    <header className="head">
      <nav className="trail" aria-label="Breadcrumb">
        <ol>
          {trail.map(([name, to]) => (
            <li key={to}>
              <Link to={to}>
                <bdi>{name}</bdi>
              </Link>
            </li>
          ))}
        </ol>
      </nav>
      <div className="head-line">
        {before}
        <h1>
          <bdi>{title}</bdi>
        </h1>
        {after && <div className="head-actions">{after}</div>}
      </div>
      {children}
    </header>
  );
}
