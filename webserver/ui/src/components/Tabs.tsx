import { Link } from "../router/Link.tsx";
import { Icon, type IconName } from "./Icon.tsx";

export interface Tab {
  readonly id: string;
  readonly label: string;
  readonly to: string;
  readonly icon?: IconName;
  readonly count?: number | undefined;
}

/** Parts of a page that have addresses of their own; so links, not ARIA tabs. */
export function Tabs({
  tabs,
  current,
  label,
}: {
  readonly tabs: ReadonlyArray<Tab>;
  readonly current: string;
  readonly label: string;
}) {
  return (
    <nav className="tabs" aria-label={label}>
      {tabs.map(tab => (
        <Link key={tab.id} to={tab.to} className="tab" aria-current={tab.id === current ? "page" : undefined}>
          {tab.icon && <Icon name={tab.icon} size={14} />}
          {tab.label}
          {tab.count !== undefined && <span className="tab-count">{tab.count}</span>}
        </Link>
      ))}
    </nav>
  );
}
