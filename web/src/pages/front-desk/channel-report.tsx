import { useMutation, useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import { useMay } from '../../api/session';
import { Button } from '../../kit/button';
import { Instant } from '../../kit/instant';
import { useTell } from '../../kit/toast';
import { type Booking, noShowQuery, useRefresh } from './desk-query';

/** Of a guest who did not come through a channel: until when it takes the report, without which it takes its commission. */
export function ChannelReport({ booking }: { booking: Booking }) {
  const record = useQuery(noShowQuery(booking.id)).data;
  const may = useMay('ADMIN', 'MANAGER');
  const refresh = useRefresh();
  const tell = useTell();
  const report = useMutation({
    mutationFn: () =>
      api.POST('/api/v1/no-show-records/{bookingId}/reported', { params: { path: { bookingId: booking.id } } }),
    onSuccess: async () => {
      await refresh();
      tell.done(`Noted: ${booking.channel} was told that ${booking.guestName} did not come`);
    },
    onError: (error) => tell.failed(error),
  });
  if (record?.channelReport !== 'due') return null;
  return (
    <div className="card row" role="note">
      <span>
        ▲ <bdi>{booking.channel}</bdi> is to be told that nobody came, until{' '}
        <Instant at={record.channelReportUntil} hotelId={booking.hotelId} />
      </span>
      {may && (
        <Button busy={report.isPending} onClick={() => report.mutate()}>
          It has been told
        </Button>
      )}
    </div>
  );
}
