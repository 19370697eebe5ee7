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
      <>
        {restricted && (
          <Field label="Why it is let pass" hint="Kept in the audit trail">
            <input
              required
              maxLength={500}
              value={override}
              onChange={(event) => setOverride(event.target.value)}
              placeholder="Agreed with the guest"
            />
          </Field>
        )}
        {begun && (
          <Field label="Why it begins in the past" hint="Kept in the audit trail">
            <input required maxLength={500} value={past} onChange={(event) => setPast(event.target.value)} />
          </Field>
        )}
      </>
    ),
  };
}
