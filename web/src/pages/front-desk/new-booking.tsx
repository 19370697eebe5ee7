import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, bodyOf } from '../../api/client';
import { type Hotel, useLocale } from '../../api/hotels';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { useTell } from '../../kit/toast';
import { countOf, moneyText } from '../../lib/money';
import { addDays, datesBetween } from '../../lib/time';
import { availabilityQuery, categoriesQuery, useRefresh } from './desk-query';
import { useSaleReasons } from './sale-reasons';
import { StayPrice } from './stay-price';

const GUARANTEES = ['none', 'card', 'prepaid'] as const;

/** A booking made at the desk: the categories say how many rooms they have left in all of the nights. */
export function NewBooking({ hotel, today, onClose }: { hotel: Hotel; today: string; onClose: () => void }) {
  const [arrival, setArrival] = useState(today);
  const [departure, setDeparture] = useState(addDays(today, 1));
  const [category, setCategory] = useState('');
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [adults, setAdults] = useState('2');
  const [children, setChildren] = useState('0');
  const [guarantee, setGuarantee] = useState<(typeof GUARANTEES)[number]>('card');
  const [notes, setNotes] = useState('');
  const reasons = useSaleReasons();
  const locale = useLocale();
  const navigate = useNavigate();
  const refresh = useRefresh();
  const tell = useTell();
  const nights = departure > arrival ? datesBetween(arrival, addDays(departure, -1)) : [];
  const categories = useQuery(categoriesQuery(hotel.id)).data ?? [];
  const days = useQuery({
    ...availabilityQuery(hotel.id, arrival, addDays(departure, -1)),
    enabled: nights.length > 0 && nights.length < 90,
  }).data?.days;
  /** The fewest that are left in any of the nights; undefined where it is not known. */
  const left = (id: number): number | undefined => {
    const own = days?.filter(({ roomCategoryId }) => roomCategoryId === id).map(({ sellable }) => sellable ?? 0);
    return own?.length ? Math.min(...own) : undefined;
  };
  const leftText = (count: number | undefined) =>
    count === undefined ? '' : ` · ${count <= 0 ? 'full' : `${count} left`}`;
  const run = async () => {
    const body = {
      hotelId: hotel.id,
      roomCategoryId: Number(category),
      arrival,
      departure,
      guestName: name.trim(),
      ...(email.trim() && { guestEmail: email.trim() }),
      adults: Number(adults),
      children: Number(children),
      guarantee,
      status: 'confirmed' as const,
      ...(notes.trim() && { notes: notes.trim() }),
      ...reasons.body,
    };
    const booking = await bodyOf(api.POST('/api/v1/bookings', { body } as never)).catch(reasons.refused);
    const made = booking as { id: string; code: string; total: string; currency: string };
    await refresh();
    tell.done(`${name.trim()} is booked, ${made.code}`, moneyText(made.total, made.currency, locale));
    void navigate({ to: `/front-desk/${made.id}` });
  };
  return (
    <FormDialog
      title={`New booking at ${hotel.name}`}
      verb={nights.length > 0 ? `Book ${countOf(nights.length, 'night')}` : 'Book'}
      ready={name.trim() !== '' && category !== '' && nights.length > 0 && reasons.ready}
      run={run}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Field label="Guest" error={errors['guestName']}>
            <input required maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
          </Field>
          <div className="form-row">
            <Field label="Arrival" error={errors['arrival']}>
              <input
                type="date"
                required
                value={arrival}
                onChange={(event) => {
                  const next = event.target.value;
                  if (!next) return;
                  reasons.forget();
                  setArrival(next);
                  if (departure <= next) setDeparture(addDays(next, 1));
                }}
              />
            </Field>
            <Field label="Departure" error={errors['departure']}>
              <input
                type="date"
                required
                min={addDays(arrival, 1)}
                value={departure}
                onChange={(event) => event.target.value && setDeparture(event.target.value)}
              />
            </Field>
          </div>
          <Field label="Category" error={errors['roomCategoryId']} hint="How many are left in all of the nights">
            <select
              className="native-select"
              required
              value={category}
              onChange={(event) => setCategory(event.target.value)}
            >
              <option value="">Choose one</option>
              {categories.map(({ id, name: own }) => (
                <option key={id} value={id}>
                  {own}
                  {leftText(left(id))}
                </option>
              ))}
            </select>
          </Field>
          {category !== '' && nights.length > 0 && (
            <StayPrice hotel={hotel} categoryId={Number(category)} nights={nights} />
          )}
          <div className="form-row">
            <Field label="Adults" error={errors['adults']}>
              <input
                type="number"
                min={1}
                max={20}
                value={adults}
                onChange={(event) => setAdults(event.target.value)}
              />
            </Field>
            <Field label="Children" error={errors['children']}>
              <input
                type="number"
                min={0}
                max={20}
                value={children}
                onChange={(event) => setChildren(event.target.value)}
              />
            </Field>
          </div>
          <div className="form-row">
            <Field label="E-mail (optional)" error={errors['guestEmail']}>
              <input type="email" value={email} onChange={(event) => setEmail(event.target.value)} />
            </Field>
            <Field label="Guarantee">
              <select
                className="native-select"
                value={guarantee}
                onChange={(event) => setGuarantee(event.target.value as (typeof GUARANTEES)[number])}
              >
                {GUARANTEES.map((one) => (
                  <option key={one}>{one}</option>
                ))}
              </select>
            </Field>
          </div>
          <Field label="Notes (optional)" error={errors['notes']}>
            <input maxLength={500} value={notes} onChange={(event) => setNotes(event.target.value)} />
          </Field>
          {reasons.fields}
        </>
      )}
    </FormDialog>
  );
}
