import { useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { useLocale } from '../../api/hotels';
import { Button } from '../../kit/button';
import { ErrorView } from '../../kit/error-view';
import { moneyText } from '../../lib/money';
import { addDays } from '../../lib/time';
import { termsOf, type TermsValues } from './terms-values';

const NIGHTS = 5;
const RENT = '500';
const CLEANING = '60';

/** What a stay would come to under these terms, to see them before they are agreed on. Nothing is kept. */
export function SampleStay({ values, currency, from }: { values: TermsValues; currency: string; from: string }) {
  const locale = useLocale();
  const [asked, setAsked] = useState('');
  const money = (amount: string) => moneyText(amount, currency, locale);
  const terms = termsOf(values);
  const now = JSON.stringify([terms, from, currency]);
  const preview = useMutation({
    mutationFn: () => {
      const stay = {
        ...{ checkIn: from, checkOut: addDays(from, NIGHTS), rent: RENT, cleaning: CLEANING },
        ...({ channel: 'direct', status: 'confirmed', paidToOwner: false } as const),
      };
      return bodyOf(api.POST('/api/v1/agreements/preview', { body: { currency, terms, stay } }));
    },
    onMutate: () => setAsked(now),
  });
  // What was answered to other terms than those that stand above is not shown.
  const current = asked === now;
  return (
    <div className="row">
      <Button busy={preview.isPending} onClick={() => preview.mutate()}>
        Try them on a stay
      </Button>
      <span role="status">
        {current && preview.data ? (
          <>
            Of {NIGHTS} nights with a rent of {money(RENT)} and {money(CLEANING)} for cleaning,{' '}
            <strong>{money(preview.data.net)}</strong> are the owner’s.
          </>
        ) : (
          <span className="muted">
            {NIGHTS} nights, rent {money(RENT)}, cleaning {money(CLEANING)}
          </span>
        )}
      </span>
      {current && preview.error && <ErrorView error={preview.error} />}
    </div>
  );
}
