import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { useMay } from '../../api/session';
import { ErrorView } from '../../kit/error-view';
import { useLengths } from '../../kit/length';
import { FILE_UNITS, type FileUnit, UNIT_WORDS } from './part-drop';
import { type PartFile, partQuery } from './quoting-query';
import styles from './quoting.module.css';

/** The file names its unit itself: then nothing that is said beside it counts. */
function isNamedByFile({ unit, analysis }: PartFile): boolean {
  return analysis !== null && analysis.unitKnown && analysis.unit !== unit;
}

/** What a person should know of a part, though it stops no price. */
const HINTS: Record<string, string> = {
  maybe_inches_or_metres: 'That is very small: is it drawn in inches or metres?',
  maybe_microns: 'That is very large: is it drawn in micrometres?',
  several_bodies: 'It has several separate pieces: they are priced together, as one part',
};

/** How large the part is by the unit of its file, which can be changed until a quote has a price for it. */
export function PartSize({ part, fixed = false }: { part: PartFile; fixed?: boolean }) {
  const client = useQueryClient();
  const may = useMay('ADMIN', 'MANAGER');
  const { box, measure } = useLengths();
  const { id, analysis } = part;
  const change = useMutation({
    mutationFn: (unit: FileUnit) =>
      bodyOf(api.PATCH('/api/v1/files/{id}', { params: { path: { id } }, body: { unit } })),
    onSuccess: (changed) => client.setQueryData(partQuery(id).queryKey, changed),
    onSettled: () => client.invalidateQueries({ queryKey: ['quoting'] }),
  });
  const hints = (analysis?.warnings ?? []).flatMap((code) => HINTS[code] ?? []);
  const now = analysis?.unit ?? part.unit ?? 'mm';
  const named = isNamedByFile(part);
  const how = named ? 'as its file says' : part.unit ? 'as it was said' : 'assumed, because nobody has said it';
  return (
    <div className="stack" style={{ gap: 4 }}>
      <p className={styles.size}>
        {analysis ? (
          <strong className="num">
            {box(analysis.box)}
            {analysis.kind === 'body' && analysis.verdict === 'solid' && `, ${measure(analysis.volume, 'mm3')}`}
          </strong>
        ) : (
          'Its size is not known yet'
        )}{' '}
        <span className={part.unit || named ? 'muted' : styles.assumed}>
          drawn in {UNIT_WORDS[now].toLowerCase()}, {how}
        </span>
      </p>
      {!named && !fixed && may && (
        <label className="row">
          <span>Unit of the file</span>
          <select
            className={`native-select ${styles.low}`}
            aria-label={`Unit of ${part.name}`}
            value={now}
            // Not `disabled`, which would lose the focus.
            aria-disabled={change.isPending || undefined}
            onChange={({ target }) => !change.isPending && change.mutate(target.value as FileUnit)}
          >
            {FILE_UNITS.map((unit) => (
              <option key={unit} value={unit}>
                {unit}
              </option>
            ))}
          </select>
          {!part.unit && analysis && (
            <button type="button" className="button button-plain" onClick={() => change.mutate(now)}>
              {now} is right
            </button>
          )}
        </label>
      )}
      {hints.map((hint) => (
        <p key={hint} className={styles.assumed}>
          ▲ {hint}
        </p>
      ))}
      {change.error && <ErrorView error={change.error} />}
    </div>
  );
}
