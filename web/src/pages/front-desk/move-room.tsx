import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { Select } from '../../kit/select';
import { useTell } from '../../kit/toast';
import { type Booking, categoriesQuery, useRefresh } from './desk-query';
import { RoomSelect } from './room-select';
import { useRoomChoices } from './rooms-query';

export function MoveRoom({
  booking,
  stay,
  onClose,
}: {
  booking: Booking;
  stay?: Schema<'StayRoomsResponse'>;
  onClose: () => void;
}) {
  const now = stay?.rooms.at(-1);
  const [category, setCategory] = useState(String(now?.roomCategoryId ?? booking.roomCategoryId));
  const [room, setRoom] = useState('');
  const [reason, setReason] = useState('');
  const [price, setPrice] = useState<'keep' | 'present'>('keep');
  const categories = useQuery(categoriesQuery(booking.hotelId)).data ?? [];
  const rooms = useRoomChoices(booking.hotelId, booking.id).filter(
    ({ id, categoryId }) => String(categoryId) === category && id !== now?.roomId,
  );
  const refresh = useRefresh();
  const tell = useTell();
  const run = async () => {
    const moved = await bodyOf(
      api.POST('/api/v1/bookings/{id}/move', {
        params: { path: { id: booking.id } },
        body: {
          reason: reason.trim(),
          roomCategoryId: Number(category),
          ...(room && { roomId: Number(room) }),
          price: otherCategory ? price : 'keep',
        },
      }),
    );
    await refresh();
    tell.done(`${booking.guestName} moves to room ${moved.rooms.at(-1)?.room}`, 'The room that was left is dirty.');
  };
  const otherCategory = category !== String(now?.roomCategoryId ?? booking.roomCategoryId);
  return (
    <FormDialog
      title={`Move ${booking.guestName}${now ? ` out of ${now.room}` : ''}`}
      verb="Move"
      ready={reason.trim() !== ''}
      run={run}
      onClose={onClose}
    >
      <Field label="Category">
        <Select
          value={category}
          onChange={(next) => {
            setCategory(next);
            setRoom('');
          }}
          choices={categories.map(({ id, name }) => ({ value: String(id), label: name }))}
        />
      </Field>
      <Field label="Room">
        <RoomSelect rooms={rooms} best="A free one, inspected before clean" value={room} onChange={setRoom} />
      </Field>
      {otherCategory && (
        <Field label="Price of the nights that are left">
          <Select
            value={price}
            onChange={setPrice}
            choices={[
              { value: 'keep', label: 'As it was booked' },
              { value: 'present', label: 'The present price of that category' },
            ]}
          />
        </Field>
      )}
      <Field label="Reason" hint="Kept with the booking">
        <input
          required
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          maxLength={500}
          placeholder="Air conditioning broken"
        />
      </Field>
    </FormDialog>
  );
}
