import type { ReactElement, ReactNode } from 'react';
import { Menu as Base } from '@base-ui/react/menu';
import type { LucideIcon } from 'lucide-react';

export interface MenuEntry {
  label: string;
  run: () => void;
  icon?: LucideIcon;
  danger?: boolean;
  disabled?: boolean;
  /** A line above it. */
  apart?: boolean;
}

/** A menu that opens from a button. */
export function Menu({
  trigger,
  children,
  entries,
}: {
  trigger: ReactElement;
  children: ReactNode;
  entries: MenuEntry[];
}) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger as ReactElement<Record<string, unknown>>}>{children}</Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} align="end" className="layer">
          <Base.Popup className="popup">
            {entries.map(({ label, run, icon: Icon, danger, disabled, apart }) => (
              <Base.Item
                key={label}
                className={`popup-item${danger ? ' popup-danger' : ''}${apart ? ' popup-apart' : ''}`}
                disabled={disabled}
                onClick={run}
              >
                {Icon && <Icon size={15} aria-hidden />}
                {label}
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
