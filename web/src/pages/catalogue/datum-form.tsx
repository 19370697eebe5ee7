import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { FormDialog } from '../../kit/form-dialog';
import { useTell } from '../../kit/toast';
import { type Datum, type Kind, save, WORDS } from './catalogue-query';
import { FieldControl } from './field-control';
import { FIELDS } from './fields';
import { bodyOfValues, emptiedOf, valuesOf } from './values';

/** Something new in the catalogue, or another word about something. Quotes that were made stay as they are. */
export function DatumForm({
  kind,
  datum,
  currency,
  onClose,
}: {
  kind: Kind;
  datum?: Datum | undefined;
  currency: string;
  onClose: () => void;
}) {
  const fields = FIELDS[kind];
  const [values, setValues] = useState(() => valuesOf(fields, datum));
  const client = useQueryClient();
  const tell = useTell();
  const run = async () => {
    await save(kind, bodyOfValues(fields, values), datum?.id);
    await Promise.all([['catalogue'], ['quoting']].map((queryKey) => client.invalidateQueries({ queryKey })));
    tell.done(`${values['name'] as string} is ${datum ? 'changed' : 'added'}`);
  };
  const { one } = WORDS[kind];
  const emptied = emptiedOf(fields, values, datum);
  return (
    <FormDialog
      title={datum ? `Change ${datum.name}` : `New ${one}`}
      verb={datum ? 'Change it' : `Add the ${one}`}
      ready={Object.keys(emptied).length === 0 && fields.every(({ name, needed }) => !needed || values[name] !== '')}
      run={run}
      onClose={onClose}
      wide
    >
      {(errors) => (
        <>
          {datum && <p className="muted">Quotes that were made stay as they are.</p>}
          {fields
            .reduce<(typeof fields)[number][][]>((rows, field) => {
              const last = rows.at(-1);
              // Short fields stand beside each other.
              if (last && isShort(field.control) && isShort(last[0]!.control)) last.push(field);
              else rows.push([field]);
              return rows;
            }, [])
            .map((row) => (
              <div key={row[0]!.name} className={row.length > 1 ? 'form-row' : undefined}>
                {row.map((field) => (
                  <FieldControl
                    key={field.name}
                    field={field}
                    value={values[field.name]!}
                    currency={currency}
                    errors={{ ...errors, ...emptied }}
                    onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
                  />
                ))}
              </div>
            ))}
        </>
      )}
    </FormDialog>
  );
}

const LONG = ['lines', 'check', 'processes', 'limits', 'bands', 'leadTimes'];
const isShort = (control: string) => !LONG.includes(control);
