import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { openDayQuery } from '../../api/business-day';
import { api, bodyOf } from '../../api/client';
import { useLocale } from '../../api/hotels';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { Link } from '../../kit/link';
import { Money } from '../../kit/money';
import { useTell } from '../../kit/toast';
import { countOf } from '../../lib/money';
import { dateText } from '../../lib/time';
import { type Booking, useRefresh } from './desk-query';
import { RoomSelect } from './room-select';
import { useRoomChoices } from './rooms-query';

export function CheckIn({ booking, onClose }: { booking: Booking; onClose: () => void }) {
  const [room, setRoom] = useState('');
  const [reason, setReason] = useState('');
  const today = useQuery(openDayQuery(booking.hotelId)).data?.businessDate;
  const rooms = useRoomChoices(booking.hotelId, booking.id);
  const locale = useLocale();
  const refresh = useRefresh();
  const tell = useTell();
  const fitting = rooms.filter(({ categoryId }) => categoryId === booking.roomCategoryId);
  const late = booking.status === 'no_show';
  const run = async () => {
    const body = { ...(room && { roomId: Number(room) }), ...(reason.trim() && { overrideReason: reason.trim() }) };
    const done = await bodyOf(
      api.POST('/api/v1/bookings/{id}/check-in', { params: { path: { id: booking.id } }, body }),
    );
    const number = rooms.find(({ id }) => id === done.rooms[0]?.roomId)?.number;
    await refresh();
    tell.done(`${booking.guestName} is in the house${number ? `, room ${number}` : ''}`);
  };
  return (
    <FormDialog title={`Check in ${booking.guestName}`} verb="Check in" run={run} onClose={onClose}>
      <p>
        {countOf(booking.nights.length, 'night')} until {dateText(booking.departure, locale)}, for{' '}
        <Money amount={booking.total} currency={booking.currency} />.
      </p>
      {today !== undefined && booking.arrival !== today && (
        <p role="note">
          ▲ The booking arrives on {dateText(booking.arrival, locale)}; the hotel works on {dateText(today, locale)}.
        </p>
      )}
      <Field label="Room" hint="Inspected rooms stand first, rooms that are taken last.">
        <RoomSelect rooms={fitting} best="The one that fits best" value={room} onChange={setRoom} />
      </Field>
      <p>
        <Link to="/housekeeping/rooms" search={{ give: '1', category: String(booking.roomCategoryId) }}>
          All rooms of the category that can be given now
        </Link>
      </p>
      {late && (
        <Field
          label="Reason (optional)"
          hint="Nights that were given up are sold again. With a reason, restrictions such as a stop-sell are let pass."
        >
          <input value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} />
        </Field>
      )}
    </FormDialog>
  );
}
