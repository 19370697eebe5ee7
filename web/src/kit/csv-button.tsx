import { useState } from 'react';
import { FileDown } from 'lucide-react';
import { csvOf } from '../lib/csv';
import { countText } from '../lib/money';
import { Button } from './button';
import { saveFile } from './download';
import { useTell } from './toast';

/** More rows are not fetched page by page. */
const MOST = 10_000;

export interface CsvPage {
  rows: readonly object[];
  /** Cursor of the page after it, where the list has cursors. */
  next?: string | null;
}

/** The whole list as a file, with the filter that is shown: its pages are fetched one after the other. */
export function CsvButton({
  name,
  load,
}: {
  name: string;
  /** A page of the list, from this offset on, or of this cursor. */
  load: (offset: number, cursor: string) => Promise<CsvPage & { total?: number }>;
}) {
  const [fetched, setFetched] = useState<number>();
  const tell = useTell();
  const save = async () => {
    const rows: object[] = [];
    try {
      for (let cursor = ''; rows.length < MOST;) {
        setFetched(rows.length);
        const page = await load(rows.length, cursor);
        rows.push(...page.rows);
        cursor = page.next ?? '';
        const isLast = page.total === undefined ? cursor === '' : rows.length >= page.total;
        if (page.rows.length === 0 || isLast) break;
      }
      saveFile(new Blob([csvOf(rows.slice(0, MOST))], { type: 'text/csv' }), `${name}.csv`);
      if (rows.length >= MOST)
        tell.done(`The first ${countText(MOST)} rows are in the file`, 'A narrower filter brings the rest.');
    } catch (error) {
      tell.failed(error, `No file: ${countText(rows.length)} rows came before this`);
    } finally {
      setFetched(undefined);
    }
  };
  return (
    <Button kind="quiet" icon={FileDown} busy={fetched !== undefined} onClick={() => void save()}>
      {fetched ? `${countText(fetched)} rows` : 'CSV'}
    </Button>
  );
}
