import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { FileDrop } from '../../kit/file-drop';
import { sendFile } from './imports-query';

/** A place for a file of stays and payouts. Nothing is kept by it: its preview is shown first. */
export function Drop() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const send = useMutation({
    mutationFn: sendFile,
    onSuccess: async ({ id }) => {
      void client.invalidateQueries({ queryKey: ['imports'] });
      await navigate({ to: `/imports/${id}` });
    },
  });
  return (
    <FileDrop
      label="File of stays and payouts"
      shortcut="n"
      accept=".csv,.tsv,.txt,text/csv"
      busy={send.isPending}
      error={send.error}
      onFiles={([file]) => send.mutate(file!)}
    >
      <p>
        Drop a file of stays and payouts here: the CSV of Airbnb, Booking.com or Vrbo, or one of your own.{' '}
        <span className="muted">You see what it would bring before anything is kept.</span>
      </p>
    </FileDrop>
  );
}
