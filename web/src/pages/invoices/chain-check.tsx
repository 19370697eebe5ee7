import { ShieldCheck } from 'lucide-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from '../../kit/button';
import { ErrorView } from '../../kit/error-view';
import { Section } from '../../kit/section';
import { State } from '../../kit/state';
import { countOf } from '../../lib/money';
import { checkChain, issuerQuery, KIND_WORDS, type Series } from './invoices-query';

const BREAKS: Record<NonNullable<Series['break']>['reason'], string> = {
  CONTENT: 'it does not say what it said when it was issued',
  LINK: 'it is not chained to the one before',
  GAP: 'a number before it is missing',
  ORDER: 'it is dated before the one before',
  END: 'numbers were given out that no invoice carries',
};

/** Whether what was issued is still what was issued: every hash of every series of the hotel's company, calculated again. */
export function ChainCheck({ hotelId }: { hotelId: number }) {
  const issuer = useQuery(issuerQuery(hotelId)).data;
  const check = useMutation({ mutationFn: checkChain });
  if (!issuer) return null;
  return (
    <Section
      title="Chain of hashes"
      actions={
        <Button icon={ShieldCheck} busy={check.isPending} onClick={() => check.mutate(issuer.legalEntityId)}>
          Verify
        </Button>
      }
    >
      {check.error ? (
        <ErrorView error={check.error} />
      ) : check.data ? (
        <div className="card" role="status">
          <p>
            <State
              of={check.data.sound ? 'done' : 'failed'}
              word={check.data.sound ? 'Sound: nothing was changed since it was issued' : 'Broken'}
            />
          </p>
          <ul className="bullets">
            {check.data.series.map(({ seriesId, code, kind, fiscalYear, checked, break: found }) => (
              <li key={`${seriesId} ${fiscalYear}`}>
                <code>{code}</code> {fiscalYear}, {KIND_WORDS[kind].toLowerCase()}s: {countOf(checked, 'document')} in
                order
                {found && (
                  <>
                    , then number {found.textNumber ?? found.number}: {BREAKS[found.reason]}
                  </>
                )}
              </li>
            ))}
          </ul>
        </div>
      ) : (
        <p className="muted">Each invoice holds the hash of the one before: Verify calculates all of them again.</p>
      )}
    </Section>
  );
}
