import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { asApiError } from '../../api/problem';
import { AmountField } from '../../kit/amount-field';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { useTell } from '../../kit/toast';
import { countOf } from '../../lib/money';
import { addDays } from '../../lib/time';
import { readAmount } from '../../lib/typed-amount';
import { orderNights } from './order-nights';
import type { Picked } from './picking';
import { PlanDiff } from './plan-diff';
import { type Category, type Order, planQuery } from './rooms-query';

/** Opens nights: what that does, day by day, is seen before it is done, and exactly that is done. */
export function Generate({
  currency,
  categories,
  picked,
  today,
  horizonEnd,
  onClose,
}: {
  currency: string;
  categories: readonly Category[];
  picked: Picked | undefined;
  today: string;
  /** The last date that the nightly generation keeps open. */
  horizonEnd: string;
  onClose: () => void;
}) {
  const [category, setCategory] = useState(String((picked?.categories[0] ?? categories[0])?.roomCategoryId ?? ''));
  const [from, setFrom] = useState(picked && picked.from > today ? picked.from : today);
  const [to, setTo] = useState(picked && picked.to >= today ? picked.to : horizonEnd);
  const [price, setPrice] = useState('');
  const [reprice, setReprice] = useState(false);
  const [offset, setOffset] = useState(0);
  const client = useQueryClient();
  const navigate = useNavigate();
  const tell = useTell();
  const { amount: cost, problem } = readAmount(price, { currency });
  const order: Order = {
    roomCategoryId: Number(category),
    startDate: from,
    endDate: to,
    ...(cost && { priceOverride: cost }),
    reprice,
  };
  const right = category !== '' && from >= today && to >= from && to < addDays(from, 1826) && problem === undefined;
  const plan = useQuery({ ...planQuery(order, offset), enabled: right });
  const ready = right && plan.data !== undefined && !plan.isPlaceholderData && !plan.isError;
  const totals = plan.data?.totals;
  const run = async () => {
    try {
      const jobId = await orderNights(order, plan.data!.plan);
      if (jobId !== undefined) return void navigate({ to: `/jobs/${jobId}` });
      const { created, repriced, closed } = totals!;
      const name = categories.find(({ roomCategoryId }) => String(roomCategoryId) === category)?.name;
      tell.done(doneText(created, repriced, closed), name);
    } catch (error) {
      if (asApiError(error).problem.status === 409) await plan.refetch();
      throw error;
    } finally {
      await client.invalidateQueries({ queryKey: ['rooms'] });
    }
  };
  const changed = (set: () => void) => {
    set();
    setOffset(0);
  };
  return (
    <FormDialog
      wide
      title="Open nights"
      verb={totals && ready ? verbOf(totals) : 'Open'}
      ready={ready && totals !== undefined && totals.created + totals.repriced + totals.closed > 0}
      run={run}
      onClose={onClose}
    >
      <div className="form-row">
        <Field label="Category">
          <select
            className="native-select"
            value={category}
            onChange={({ target }) => changed(() => setCategory(target.value))}
          >
            {categories.map(({ roomCategoryId, name }) => (
              <option key={roomCategoryId} value={roomCategoryId}>
                {name}
              </option>
            ))}
          </select>
        </Field>
        <Field label="First night">
          <input
            type="date"
            required
            min={today}
            value={from}
            onChange={({ target }) => target.value && changed(() => setFrom(target.value))}
          />
        </Field>
        <Field label="Last night">
          <input
            type="date"
            required
            min={from}
            value={to}
            onChange={({ target }) => target.value && changed(() => setTo(target.value))}
          />
        </Field>
        <AmountField
          label={`Price, ${currency}`}
          hint="Of all nights; empty: by the rules"
          rule={{ currency }}
          value={price}
          onChange={(next) => changed(() => setPrice(next))}
        />
      </div>
      <label className="row">
        <input type="checkbox" checked={reprice} onChange={({ target }) => changed(() => setReprice(target.checked))} />
        Nights that are open and not sold get the price as well
      </label>
      {right && <PlanDiff query={plan} offset={offset} onOffset={setOffset} />}
    </FormDialog>
  );
}

type Totals = { created: number; repriced: number; closed: number };

function verbOf({ created, repriced, closed }: Totals): string {
  const parts = [
    ...(created > 0 ? [`open ${countOf(created, 'night')}`] : []),
    ...(repriced > 0 ? [`reprice ${countOf(repriced, 'night')}`] : []),
    ...(closed > 0 ? [`remove ${countOf(closed, 'night')}`] : []),
  ];
  const text = parts.length > 0 ? parts.join(', ') : 'nothing to do';
  return text[0]!.toUpperCase() + text.slice(1);
}

function doneText(created: number, repriced: number, closed: number): string {
  const parts = [
    ...(created > 0 ? [`${countOf(created, 'night')} opened`] : []),
    ...(repriced > 0 ? [`${countOf(repriced, 'night')} repriced`] : []),
    ...(closed > 0 ? [`${countOf(closed, 'night')} removed`] : []),
  ];
  return parts.join(', ');
}
