import { useMemo, useState, type ReactNode } from 'react';
import { History, Minus } from 'lucide-react';
import { useKindTitle } from '../../api/job-kinds';
import { useMay } from '../../api/session';
import { Button } from '../../kit/button';
import { Dialog } from '../../kit/dialog';
import { Progress } from '../../kit/progress';
import { State } from '../../kit/state';
import { DataTable, type DataTableProps, useSelection } from '../../kit/table';
import { Told } from '../../kit/told';
import { countOf } from '../../lib/money';
import { useShortcut } from '../../shell/keys';
import type { useBackfill } from './slot-actions';
import { slotColumns } from './slot-columns';
import { type Slot, slotId } from './slots-query';
import { WaiveForm } from './waive-form';

/** Slots with what can be done about missed ones: choose, count, run, watch, or waive with a reason. */
export function SlotTable({
  rows,
  zone,
  hotelName,
  toolbar,
  backfill,
  list,
  ...rest
}: Pick<DataTableProps<Slot>, 'low' | 'dimmed' | 'pager' | 'empty' | 'busy' | 'total'> & {
  rows: readonly Slot[];
  zone?: string;
  /** For slots of all schedules, which name theirs and its hotel. */
  hotelName?: (id: number) => string;
  toolbar: ReactNode;
  /** Which list it is, by its filter and page: of another one none is chosen. */
  list?: string;
  backfill: ReturnType<typeof useBackfill>;
}) {
  const may = useMay('ADMIN', 'MANAGER');
  const selection = useSelection(list);
  const [waiving, setWaiving] = useState(false);
  const titleOf = useKindTitle();
  const columns = useMemo(() => slotColumns(zone, titleOf, hotelName), [zone, titleOf, hotelName]);
  const chosen = rows.filter((slot) => selection.has(slotId(slot)));
  const missed = chosen.filter(({ state }) => state === 'missed');
  const allMissed = rows.filter(({ state }) => state === 'missed');
  const run = () => void backfill.backfill(missed).then((done) => done && selection.clear());
  const waivable = chosen.filter(({ state }) => state === 'missed' || state === 'owed');
  useShortcut(may && missed.length > 0 ? 'b' : undefined, 'Run the chosen missed slots', run);
  return (
    <>
      {backfill.watch && <Watch watch={backfill.watch} onClose={backfill.close} />}
      <DataTable
        {...rest}
        name={hotelName ? 'slots' : 'slots-of-schedule'}
        label="Slots"
        columns={columns}
        rows={rows}
        rowId={slotId}
        selection={may ? selection : undefined}
        toolbar={
          chosen.length > 0 ? (
            <>
              <strong>{chosen.length} chosen</strong>
              <Button icon={History} kind="primary" disabled={missed.length === 0} onClick={run}>
                Run {countOf(missed.length, 'missed slot')}
              </Button>
              <Button icon={Minus} disabled={waivable.length === 0} onClick={() => setWaiving(true)}>
                Waive {waivable.length}
              </Button>
              <Button kind="quiet" onClick={selection.clear}>
                Choose none
              </Button>
            </>
          ) : (
            <>
              {toolbar}
              {may && allMissed.length > 0 && (
                <Button onClick={() => selection.setAll(allMissed.map(slotId), true)}>
                  Choose {countOf(allMissed.length, 'missed slot')}
                </Button>
              )}
            </>
          )
        }
      />
      <Dialog open={waiving} onClose={() => setWaiving(false)} title={`Waive ${countOf(waivable.length, 'slot')}?`}>
        <WaiveForm
          slots={waivable}
          onClose={() => setWaiving(false)}
          onDone={() => {
            setWaiving(false);
            selection.clear();
          }}
        />
      </Dialog>
    </>
  );
}

/** How far the slots are that were started here. */
function Watch({
  watch: { total, ended, slots },
  onClose,
}: {
  watch: NonNullable<ReturnType<typeof useBackfill>['watch']>;
  onClose: () => void;
}) {
  const wrong = slots.filter(({ state }) => state === 'missed').length;
  return (
    <div className="card row">
      <Told text={`${ended} of ${countOf(total, 'slot')} ended`} of={ended < total ? 'running' : 'ended'} />
      {ended < total ? (
        <State of="running" />
      ) : (
        <State of={wrong > 0 ? 'missed' : 'done'} word={wrong > 0 ? `${wrong} missed again` : undefined} />
      )}
      <span>
        {ended} of {countOf(total, 'slot')} {total === 1 ? 'has' : 'have'} ended
      </span>
      <span style={{ flex: 1, minWidth: 96 }}>
        <Progress percent={total === 0 ? 0 : (100 * ended) / total} label="Missed slots that were run" />
      </span>
      <Button kind="quiet" onClick={onClose}>
        {ended >= total ? 'Close' : 'Watch no longer'}
      </Button>
    </div>
  );
}
