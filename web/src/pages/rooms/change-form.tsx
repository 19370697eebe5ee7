import { useState } from 'react';
import type { Hotel } from '../../api/hotels';
import { AmountField } from '../../kit/amount-field';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { countOf } from '../../lib/money';
import type { Picked } from './picking';
import styles from './rooms.module.css';
import { type Category, DAYS } from './rooms-query';
import { nightsOf, pickedText, type Settings, type useSetNights } from './set-nights';
import { useTouched } from './touched';
import { addDays } from '../../lib/time';
import { readAmount } from '../../lib/typed-amount';

const KEEP = '';
type Switch = '' | 'yes' | 'no';

/** All that can be set of nights, in a form: the same as by choosing cells, and for whoever cannot drag. */
export function ChangeForm({
  hotel,
  categories,
  picked,
  first,
  nights,
  onClose,
}: {
  hotel: Hotel;
  categories: readonly Category[];
  picked: Picked | undefined;
  /** Date when nothing is chosen. */
  first: string;
  nights: ReturnType<typeof useSetNights>;
  onClose: () => void;
}) {
  const [ids, setIds] = useState(() => new Set((picked?.categories ?? []).map(({ roomCategoryId }) => roomCategoryId)));
  const [from, setFrom] = useState(picked?.from ?? first);
  const [to, setTo] = useState(picked?.to ?? first);
  const [stop, setStop] = useState<Switch>(KEEP);
  const [arrival, setArrival] = useState<Switch>(KEEP);
  const [departure, setDeparture] = useState<Switch>(KEEP);
  const [minStay, setMinStay] = useState('');
  const [maxStay, setMaxStay] = useState('');
  const [through, setThrough] = useState('');
  const [over, setOver] = useState('');
  const [price, setPrice] = useState('');
  const chosen: Picked = { categories: categories.filter(({ roomCategoryId }) => ids.has(roomCategoryId)), from, to };
  const right = chosen.categories.length > 0 && to >= from && to < addDays(from, DAYS);
  const touched = useTouched(hotel.id, chosen, right);
  const settings: Settings = {
    ...(stop && { stopSell: stop === 'yes' }),
    ...(arrival && { closedToArrival: arrival === 'yes' }),
    ...(departure && { closedToDeparture: departure === 'yes' }),
    ...(minStay !== '' && { minStay: Number(minStay) > 1 ? Number(minStay) : null }),
    ...(maxStay !== '' && { maxStay: Number(maxStay) > 0 ? Number(maxStay) : null }),
    ...(through !== '' && { minStayThrough: Number(through) > 1 ? Number(through) : null }),
    ...(over !== '' && { overbookingLimit: Number(over) }),
  };
  const rule = { currency: hotel.currency };
  const { amount: cost, problem } = readAmount(price, rule);
  const something = Object.keys(settings).length > 0 || cost !== undefined;
  return (
    <FormDialog
      title="Change nights"
      verb={right ? `Change ${countOf(nightsOf(chosen), 'night')}` : 'Change'}
      ready={right && something && problem === undefined}
      run={() => nights.change(chosen, settings, `Changed: ${pickedText(chosen)}`, cost)}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <fieldset className={styles.fieldset}>
            <legend>Categories</legend>
            <div className={styles.ticks}>
              {categories.map(({ roomCategoryId, name }) => (
                <label key={roomCategoryId}>
                  <input
                    type="checkbox"
                    checked={ids.has(roomCategoryId)}
                    onChange={({ target }) => setIds((before) => toggled(before, roomCategoryId, target.checked))}
                  />
                  <bdi>{name}</bdi>
                </label>
              ))}
            </div>
          </fieldset>
          <div className="form-row">
            <Field label="First night" error={errors['from']}>
              <input
                type="date"
                required
                value={from}
                onChange={({ target }) => target.value && setFrom(target.value)}
              />
            </Field>
            <Field label="Last night" error={errors['to']}>
              <input
                type="date"
                required
                min={from}
                value={to}
                onChange={({ target }) => target.value && setTo(target.value)}
              />
            </Field>
          </div>
          <div className="form-row">
            <Choose label="Sale" value={stop} onChange={setStop} yes="Stop it" no="Sell" />
            <Count
              label="Least nights of a stay"
              hint="1: no limit"
              min={1}
              error={errors['minStay']}
              value={minStay}
              onChange={setMinStay}
            />
          </div>
          <div className="form-row">
            <Count
              label="Most nights of a stay"
              hint="0: no limit"
              min={0}
              error={errors['maxStay']}
              value={maxStay}
              onChange={setMaxStay}
            />
            <Count
              label="Any stay over the night at least, nights"
              hint="1: no limit"
              min={1}
              error={errors['minStayThrough']}
              value={through}
              onChange={setThrough}
            />
          </div>
          <div className="form-row">
            <Choose label="Arrivals" value={arrival} onChange={setArrival} yes="None" no="Allowed" />
            <Choose label="Departures" value={departure} onChange={setDeparture} yes="None" no="Allowed" />
          </div>
          <Count
            label="Rooms that may be sold beyond what there is"
            hint="0: none. Where another category is oversold, its guests need rooms of this one"
            min={0}
            max={1000}
            error={errors['overbookingLimit']}
            value={over}
            onChange={setOver}
          />
          <AmountField
            label={`Price of each night, ${hotel.currency}`}
            rule={rule}
            hint="Of nights that are not sold"
            error={errors['price']}
            value={price}
            placeholder="As it is"
            onChange={setPrice}
          />
          {touched && (
            <p className="muted">
              {touched.total === 0
                ? 'No booking stays on these nights.'
                : `${countOf(touched.total, 'booking')} ${touched.total === 1 ? 'stays' : 'stay'} on these nights and ${touched.total === 1 ? 'keeps' : 'keep'} them and their price.`}
            </p>
          )}
        </>
      )}
    </FormDialog>
  );
}

function Count({
  label,
  hint,
  min,
  max = 365,
  error,
  value,
  onChange,
}: {
  label: string;
  hint: string;
  min: number;
  max?: number;
  error: string | undefined;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <Field label={label} hint={hint} error={error}>
      <input
        type="number"
        min={min}
        max={max}
        value={value}
        placeholder="As it is"
        onChange={({ target }) => onChange(target.value)}
      />
    </Field>
  );
}

function Choose({
  label,
  value,
  onChange,
  yes,
  no,
}: {
  label: string;
  value: Switch;
  onChange: (value: Switch) => void;
  yes: string;
  no: string;
}) {
  return (
    <Field label={label}>
      <select className="native-select" value={value} onChange={({ target }) => onChange(target.value as Switch)}>
        <option value="">As it is</option>
        <option value="yes">{yes}</option>
        <option value="no">{no}</option>
      </select>
    </Field>
  );
}

function toggled(before: ReadonlySet<number>, id: number, on: boolean): Set<number> {
  const after = new Set(before);
  if (on) after.add(id);
  else after.delete(id);
  return after;
}
