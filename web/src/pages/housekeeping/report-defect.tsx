import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { openDayQuery } from '../../api/business-day';
import { api, bodyOf } from '../../api/client';
import type { Hotel } from '../../api/hotels';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { useTell } from '../../kit/toast';
import { countOf } from '../../lib/money';
import { equipmentQuery, hotelRoomsQuery, PRIORITIES } from './orders-query';

/** A defect of a room or a piece of equipment; the room can be closed meanwhile. */
export function ReportDefect({ hotel, onClose }: { hotel: Hotel; onClose: () => void }) {
  const [title, setTitle] = useState('');
  const [description, setDescription] = useState('');
  const [room, setRoom] = useState('');
  const [equipment, setEquipment] = useState('');
  const [priority, setPriority] = useState('3');
  const [closure, setClosure] = useState<'' | 'OOO' | 'OOS'>('');
  const [until, setUntil] = useState('');
  const [oversell, setOversell] = useState(false);
  const today = useQuery(openDayQuery(hotel.id)).data?.businessDate ?? '';
  const rooms = useQuery(hotelRoomsQuery(hotel.id)).data ?? [];
  const things = useQuery(equipmentQuery(hotel.id)).data ?? [];
  const client = useQueryClient();
  const navigate = useNavigate();
  const tell = useTell();
  const run = async () => {
    const body = {
      hotelId: hotel.id,
      title: title.trim(),
      priority: Number(priority),
      ...(description.trim() && { description: description.trim() }),
      ...(room && { roomId: Number(room) }),
      ...(equipment && { equipmentId: Number(equipment) }),
      ...(closure && { closure: { kind: closure, from: today, to: until || today, acceptOversell: oversell } }),
    };
    const order = await bodyOf(api.POST('/api/v1/work-orders', { body }));
    await client.invalidateQueries({ queryKey: ['housekeeping'] });
    const { conflicts } = order;
    tell.done(
      `${order.work} is reported`,
      conflicts.length > 0
        ? `${countOf(conflicts.length, 'booking or night', 'bookings or nights')} need another room`
        : undefined,
    );
    void navigate({ to: `/work-orders/${order.id}` });
  };
  return (
    <FormDialog
      title="Report a defect"
      verb="Report"
      ready={title.trim() !== '' && (room !== '' || equipment !== '')}
      run={run}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Field label="What is wrong" error={errors['title']}>
            <input
              autoFocus
              required
              maxLength={200}
              value={title}
              onChange={(event) => setTitle(event.target.value)}
              placeholder="Shower drips"
            />
          </Field>
          <div className="form-row">
            <Field label="Room" error={errors['roomId']}>
              <select className="native-select" value={room} onChange={(event) => setRoom(event.target.value)}>
                <option value="">—</option>
                {rooms.map(({ roomId, number }) => (
                  <option key={roomId} value={roomId}>
                    {number}
                  </option>
                ))}
              </select>
            </Field>
            <Field label="Equipment" hint="A room, a piece of equipment, or both" error={errors['equipmentId']}>
              <select
                className="native-select"
                value={equipment}
                onChange={(event) => setEquipment(event.target.value)}
              >
                <option value="">—</option>
                {things.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            </Field>
          </div>
          <Field label="More about it (optional)" error={errors['description']}>
            <textarea
              rows={3}
              maxLength={2000}
              value={description}
              onChange={(event) => setDescription(event.target.value)}
            />
          </Field>
          <div className="form-row">
            <Field label="Priority">
              <select className="native-select" value={priority} onChange={(event) => setPriority(event.target.value)}>
                {PRIORITIES.map(
                  (word, n) =>
                    n > 0 && (
                      <option key={word} value={n}>
                        {word}
                      </option>
                    ),
                )}
              </select>
            </Field>
            <Field label="The room meanwhile">
              <select
                className="native-select"
                value={closure}
                onChange={(event) => setClosure(event.target.value as '' | 'OOO' | 'OOS')}
              >
                <option value="">stays open</option>
                <option value="OOO">out of order: not for sale</option>
                <option value="OOS">out of service: not given, but for sale</option>
              </select>
            </Field>
          </div>
          {closure && (
            <>
              <Field label="Closed up to the night of" error={errors['closure.to']}>
                <input
                  type="date"
                  min={today}
                  value={until || today}
                  onChange={(event) => setUntil(event.target.value)}
                />
              </Field>
              <label className="row">
                <input type="checkbox" checked={oversell} onChange={(event) => setOversell(event.target.checked)} />
                Also if bookings lose their room by it
              </label>
            </>
          )}
        </>
      )}
    </FormDialog>
  );
}
