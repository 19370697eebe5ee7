import { useMemo, useState } from 'react';
import { Button } from './button';

/** Characters of JSON that are shown at once; more of it is drawn when it is asked for. */
const SHOWN = 4_000;

/** Stored data as they are, as text. */
export function JsonText({ value, label }: { value: unknown; label: string }) {
  const text = useMemo(() => (typeof value === 'string' ? value : JSON.stringify(value, null, 2)) ?? '', [value]);
  const [all, setAll] = useState(false);
  const cut = !all && text.length > SHOWN;
  return (
    <div className="json">
      <pre tabIndex={0} role="region" aria-label={label}>
        <code>{cut ? text.slice(0, SHOWN) : text}</code>
      </pre>
      {cut && <Button onClick={() => setAll(true)}>Show all {Math.round(text.length / 1000)} kB</Button>}
    </div>
  );
}
