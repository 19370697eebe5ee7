import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { useTell } from '../../kit/toast';
import type { Moving, TimelineRoom } from './timeline-query';

/** A guest in the house gets another room for the nights that are left. The rooms that are free then come first. */
export function MoveGuest({
  moving: { room: own, span },
  rooms,
  today,
  onClose,
}: {
  moving: Moving;
  rooms: readonly TimelineRoom[];
  today: string;
  onClose: () => void;
}) {
  const [room, setRoom] = useState('');
  const [reason, setReason] = useState('');
  const client = useQueryClient();
  const tell = useTell();
  const booking = span.booking!;
  const from = span.from > today ? span.from : today;
  const free = rooms.filter(
    (one) =>
      one.roomId !== own.roomId &&
      (one.retiredFrom === null || one.retiredFrom >= booking.departure) &&
      (one.inServiceFrom === null || one.inServiceFrom <= from) &&
      one.spans.every(({ from: first, until }) => until <= from || first >= booking.departure),
  );
  const same = free.filter(({ roomCategoryId }) => roomCategoryId === own.roomCategoryId);
  const others = free.filter(({ roomCategoryId }) => roomCategoryId !== own.roomCategoryId);
  const run = async () => {
    const moved = await bodyOf(
      api.POST('/api/v1/bookings/{id}/move', {
        params: { path: { id: booking.id } },
        body: { reason: reason.trim(), roomId: Number(room), price: 'keep' },
      }),
    );
    await Promise.all(
      ['rooms', 'front-desk', 'housekeeping'].map((key) => client.invalidateQueries({ queryKey: [key] })),
    );
    tell.done(`${booking.guestName} moves to room ${moved.rooms.at(-1)?.room}`, 'The room that was left is dirty.');
  };
  return (
    <FormDialog
      title={`Move ${booking.guestName} out of ${own.room}`}
      verb="Move"
      ready={room !== '' && reason.trim() !== ''}
      run={run}
      onClose={onClose}
    >
      <Field label="Room" hint="Free for the nights that are left; the price stays as it was booked">
        <select className="native-select" required value={room} onChange={({ target }) => setRoom(target.value)}>
          <option value="">{free.length === 0 ? 'No room is free' : 'Choose one'}</option>
          <Group label="Of the same category" rooms={same} />
          <Group label="Of another category" rooms={others} />
        </select>
      </Field>
      <Field label="Reason" hint="Kept with the booking">
        <input
          required
          maxLength={500}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
          placeholder="Air conditioning broken"
        />
      </Field>
    </FormDialog>
  );
}

function Group({ label, rooms }: { label: string; rooms: readonly TimelineRoom[] }) {
  if (rooms.length === 0) return null;
  return (
    <optgroup label={label}>
      {rooms.map(({ roomId, room }) => (
        <option key={roomId} value={roomId}>
          {room}
        </option>
      ))}
    </optgroup>
  );
}
