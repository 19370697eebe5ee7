import { useState } from 'react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { Button } from '../../kit/button';
import { ErrorView } from '../../kit/error-view';
import { Field } from '../../kit/field';
import { useImportActions } from './import-actions';
import styles from './imports.module.css';
import type { Import } from './imports-query';

/** What must be said before the file can be kept, because it can be read in two ways. */
export function Questions({ file }: { file: Import }) {
  const { questions } = file;
  const actions = useImportActions(file);
  const [dateOrder, setDateOrder] = useState<'' | 'mdy' | 'dmy'>('');
  const [decimalMark, setDecimalMark] = useState<'' | '.' | ','>('');
  const [currency, setCurrency] = useState('');
  const [mapping, setMapping] = useState('');
  const mappings = useQuery({
    queryKey: ['imports', 'mappings'],
    queryFn: () => bodyOf(api.GET('/api/v1/statement-file-mappings')),
    enabled: questions.includes('layout'),
  });
  const say = useMutation({
    mutationFn: () =>
      actions.update({
        ...(dateOrder && { dateOrder }),
        ...(decimalMark && { decimalMark }),
        ...(currency && { currency: currency.toUpperCase() }),
        ...(mapping && { mappingId: Number(mapping) }),
      }),
  });
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        say.mutate();
      }}
    >
      <h2>To be said before it can be kept</h2>
      <div className={styles.questions}>
        {questions.includes('layout') && (
          <Field
            label="What kind of file is it?"
            hint={
              mappings.data?.total === 0
                ? 'There is no mapping yet. An administrator can make one by the API: POST /statement-file-mappings.'
                : 'A mapping says which column is which field'
            }
          >
            <select className="native-select" value={mapping} onChange={(event) => setMapping(event.target.value)}>
              <option value="">Choose a mapping</option>
              {(mappings.data?.mappings ?? []).map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </Field>
        )}
        {questions.includes('date_order') && (
          <Field label="What is 03/04?">
            <select
              className="native-select"
              value={dateOrder}
              onChange={(event) => setDateOrder(event.target.value as 'mdy' | 'dmy')}
            >
              <option value="">Choose</option>
              <option value="dmy">3 April (day first)</option>
              <option value="mdy">4 March (month first)</option>
            </select>
          </Field>
        )}
        {questions.includes('decimal_mark') && (
          <Field label="What is 1.234 or 1,234?">
            <select
              className="native-select"
              value={decimalMark}
              onChange={(event) => setDecimalMark(event.target.value as '.' | ',')}
            >
              <option value="">Choose</option>
              <option value=".">The point begins the cents</option>
              <option value=",">The comma begins the cents</option>
            </select>
          </Field>
        )}
        {questions.includes('currency') && (
          <Field label="Currency of the amounts" hint="Three letters, e.g. EUR">
            <input
              maxLength={3}
              pattern="[A-Za-z]{3}"
              value={currency}
              onChange={(event) => setCurrency(event.target.value)}
            />
          </Field>
        )}
      </div>
      {say.error && <ErrorView error={say.error} />}
      <div>
        <Button
          kind="primary"
          type="submit"
          busy={say.isPending}
          disabled={!dateOrder && !decimalMark && !currency && !mapping}
        >
          Read it so
        </Button>
      </div>
    </form>
  );
}
