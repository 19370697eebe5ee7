import { Popover } from '@base-ui/react/popover';
import { ArrowDown, ArrowUp, Columns3 } from 'lucide-react';
import { Button } from '../button';
import type { TableState } from './use-columns';

/** Which columns a table shows, and in which order. */
export function ColumnChoice<Row>({ layout }: { layout: TableState<Row> }) {
  return (
    <Popover.Root>
      <Popover.Trigger className="button button-quiet button-icon table-choice" aria-label="Columns" title="Columns">
        <Columns3 size={15} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="end" className="layer">
          <Popover.Popup className="popup facet-popup" aria-label="Columns">
            {layout.all.map(({ column, visible }) => (
              <div key={column.id} className="popup-item choice-row">
                <label>
                  <input
                    type="checkbox"
                    checked={visible}
                    disabled={column.fixed}
                    onChange={() => layout.toggle(column.id)}
                  />
                  {column.header}
                </label>
                <Button
                  kind="quiet"
                  icon={ArrowUp}
                  aria-label={`Move ${column.header} forward`}
                  onClick={() => layout.move(column.id, -1)}
                />
                <Button
                  kind="quiet"
                  icon={ArrowDown}
                  aria-label={`Move ${column.header} back`}
                  onClick={() => layout.move(column.id, 1)}
                />
              </div>
            ))}
            <button type="button" className="popup-item popup-apart" onClick={layout.reset}>
              As at first
            </button>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
