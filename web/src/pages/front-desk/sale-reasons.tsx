import { useState } from 'react';
import { asApiError } from '../../api/problem';
import { Field } from '../../kit/field';

type Refusal = Record<string, unknown>;

/** Whether a sale was refused for what a reason lets pass: a restriction, or an arrival of the past. */
export const passesWithReason = (error: unknown): boolean =>
  ['RESTRICTED', 'PAST_ARRIVAL'].includes(String(asApiError(error).body['reason']));

/** The reasons with which a refused sale passes. Each is asked for once the server has refused for want of it. */
export function useSaleReasons(first?: Refusal) {
  const [refusals, setRefusals] = useState<Refusal[]>(first ? [first] : []);
  const [override, setOverride] = useState('');
  const [past, setPast] = useState('');
  const wants = (reason: string) => refusals.some((one) => one['reason'] === reason);
  const [restricted, begun] = [wants('RESTRICTED'), wants('PAST_ARRIVAL')];
  return {
    body: {
      ...(restricted && override.trim() && { overrideReason: override.trim() }),
      ...(begun && past.trim() && { pastArrivalReason: past.trim() }),
    },
    ready: (!restricted || override.trim() !== '') && (!begun || past.trim() !== ''),
    /** Takes note of an error, which is thrown on. */
    refused: (error: unknown): never => {
      const { body } = asApiError(error);
      setRefusals((before) => [...before, body]);
      throw error;
    },
    /** Something else is asked for now. */
    forget: () => setRefusals([]),
    fields: (
      <ReasonFields
        override={restricted ? [override, setOverride] : undefined}
        past={begun ? [past, setPast] : undefined}
      />
    ),
  };
}

type Typed = readonly [value: string, onChange: (next: string) => void];

/** What is asked for when a sale is let pass although a rule refuses it, and when it begins in the past; undefined: it is not asked. */
export function ReasonFields({ override, past }: { override: Typed | undefined; past: Typed | undefined }) {
  return (
    <>
      {override && (
        <Field label="Why it is let pass" hint="Kept in the audit trail">
          <input
            required
            maxLength={500}
            value={override[0]}
            onChange={({ target }) => override[1](target.value)}
            placeholder="Agreed with the guest"
          />
        </Field>
      )}
      {past && (
        <Field label="Why it begins in the past" hint="Kept in the audit trail">
          <input required maxLength={500} value={past[0]} onChange={({ target }) => past[1](target.value)} />
        </Field>
      )}
    </>
  );
}
