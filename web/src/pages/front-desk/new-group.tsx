import { useId, useState } from 'react';
import { Plus, Trash2 } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, bodyOf } from '../../api/client';
import { type Hotel, useLocale } from '../../api/hotels';
import { Button } from '../../kit/button';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { TextChoice } from '../../kit/text-choice';
import { useTell } from '../../kit/toast';
import { countOf, moneyText, sumOfAmounts } from '../../lib/money';
import { addDays, datesBetween } from '../../lib/time';
import { uuid } from '../../lib/uuid';
import { availabilityQuery, categoriesQuery, useRefresh } from './desk-query';
import styles from './front-desk.module.css';

/** Rooms of one request, as many as the API takes. */
const MOST = 200;
const GUARANTEES = [
  ['none', 'None: kept until the evening of arrival'],
  ['card', 'Card'],
  ['prepaid', 'Prepaid'],
] as const;
interface Row {
  key: string;
  category: string;
  rooms: string;
  adults: string;
}
const newRow = (): Row => ({ key: uuid(), category: '', rooms: '2', adults: '2' });

/** Rooms that are booked together for the same nights: all of them or none. */
export function NewGroup({ hotel, today, onClose }: { hotel: Hotel; today: string; onClose: () => void }) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [arrival, setArrival] = useState(today);
  const [departure, setDeparture] = useState(addDays(today, 1));
  const [rows, setRows] = useState<Row[]>(() => [newRow()]);
  const [guarantee, setGuarantee] = useState<'none' | 'card' | 'prepaid'>('card');
  const label = useId();
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
  const left = (category: string): number | undefined => {
    const own = days?.filter(({ roomCategoryId }) => String(roomCategoryId) === category);
    return own?.length ? Math.min(...own.map(({ sellable }) => sellable ?? 0)) : undefined;
  };
  const choices = categories.map(({ id, name: own }) => {
    const count = left(String(id));
    return [String(id), count === undefined ? own : `${own} · ${count <= 0 ? 'full' : `${count} left`}`] as const;
  });
  const rooms = rows.reduce((sum, one) => sum + (Number(one.rooms) || 0), 0);
  const set = (key: string, change: Partial<Row>) =>
    setRows((before) => before.map((row) => (row.key === key ? { ...row, ...change } : row)));
  const run = async () => {
    const stay = {
      ...{ hotelId: hotel.id, arrival, departure, guestName: name.trim(), guarantee, status: 'confirmed' as const },
      ...(email.trim() && { guestEmail: email.trim() }),
    };
    const bookings = rows.flatMap(({ category, rooms: count, adults }) =>
      Array.from({ length: Number(count) }, () => ({
        ...stay,
        roomCategoryId: Number(category),
        adults: Number(adults),
      })),
    );
    const made = await bodyOf(api.POST('/api/v1/bookings/groups', { body: { bookings } } as never));
    const group = made as { groupId: string; bookings: { total: string; currency: string }[] };
    await refresh();
    tell.done(
      `${countOf(group.bookings.length, 'room')} booked for ${name.trim()}`,
      moneyText(sumOfAmounts(group.bookings.map(({ total }) => total)), group.bookings[0]!.currency, locale),
    );
    void navigate({ to: '/bookings', search: { group: group.groupId } });
  };
  return (
    <FormDialog
      title={`New group at ${hotel.name}`}
      verb={nights.length > 0 ? `Book ${countOf(rooms, 'room')} for ${countOf(nights.length, 'night')}` : 'Book'}
      ready={
        name.trim() !== '' &&
        nights.length > 0 &&
        rooms > 0 &&
        rooms <= MOST &&
        rows.every((one) => one.category !== '')
      }
      run={run}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <div className="form-row">
            <Field label="Name of the group" hint="Each room is booked in it" error={errors['bookings.0.guestName']}>
              <input required maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
            </Field>
            <Field label="E-mail (optional)" error={errors['bookings.0.guestEmail']}>
              <input type="email" value={email} onChange={(event) => setEmail(event.target.value)} />
            </Field>
          </div>
          <div className="form-row">
            <Field label="Arrival" error={errors['bookings.0.arrival']}>
              <input
                type="date"
                required
                value={arrival}
                onChange={({ target: { value } }) => {
                  if (!value) return;
                  setArrival(value);
                  if (departure <= value) setDeparture(addDays(value, 1));
                }}
              />
            </Field>
            <Field label="Departure" error={errors['bookings.0.departure']}>
              <input
                type="date"
                required
                min={addDays(arrival, 1)}
                value={departure}
                onChange={(event) => event.target.value && setDeparture(event.target.value)}
              />
            </Field>
          </div>
          <div className="field" role="group" aria-labelledby={label}>
            <span id={label}>Rooms: category, how many, adults in each</span>
            {rows.map(({ key, category, rooms: count, adults }, n) => (
              <div key={key} className={styles.groupRow}>
                <TextChoice
                  aria-label={`Category ${n + 1}`}
                  required
                  none="Choose a category"
                  choices={choices}
                  value={category}
                  onChange={(next) => set(key, { category: next })}
                />
                <input
                  type="number"
                  aria-label={`Rooms of category ${n + 1}`}
                  required
                  min={1}
                  max={MOST}
                  value={count}
                  onChange={(event) => set(key, { rooms: event.target.value })}
                />
                <input
                  type="number"
                  aria-label={`Adults in each room of category ${n + 1}`}
                  required
                  min={1}
                  max={20}
                  value={adults}
                  onChange={(event) => set(key, { adults: event.target.value })}
                />
                <Button
                  kind="quiet"
                  icon={Trash2}
                  aria-label={`Take category ${n + 1} out`}
                  disabled={rows.length === 1}
                  onClick={() => setRows((before) => before.filter((row) => row.key !== key))}
                />
              </div>
            ))}
            <span>
              <Button icon={Plus} onClick={() => setRows((before) => [...before, newRow()])}>
                Another category
              </Button>
            </span>
            {rooms > MOST && <span className="field-error">✕ At most {MOST} rooms at once</span>}
          </div>
          <Field label="Guarantee">
            <TextChoice choices={GUARANTEES} value={guarantee} onChange={setGuarantee} />
          </Field>
          <p className="muted">All of the rooms are booked or none is.</p>
        </>
      )}
    </FormDialog>
  );
}
