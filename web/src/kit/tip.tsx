import type { ReactElement, ReactNode } from 'react';
import { Tooltip } from '@base-ui/react/tooltip';

/** More about something when the pointer or the focus is on it; stays while the pointer is on the text itself. */
export function Tip({ text, children }: { text: ReactNode; children: ReactElement<Record<string, unknown>> }) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={children} />
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={6} className="layer">
          <Tooltip.Popup className="tip">{text}</Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
