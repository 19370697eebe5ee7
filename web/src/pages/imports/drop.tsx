import { useRef, useState } from 'react';
import { FileUp } from 'lucide-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from '../../kit/button';
import { ErrorView } from '../../kit/error-view';
import { useShortcut } from '../../shell/keys';
import styles from './imports.module.css';
import { sendFile } from './imports-query';

/** A place to drop a file, or to choose one. Nothing is kept by it: its preview is shown first. */
export function Drop() {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const client = useQueryClient();
  const navigate = useNavigate();
  const send = useMutation({
    mutationFn: sendFile,
    onSuccess: async ({ id }) => {
      void client.invalidateQueries({ queryKey: ['imports'] });
      await navigate({ to: `/imports/${id}` });
    },
  });
  const take = (files: FileList | null) => {
    const [file] = files ?? [];
    if (file) send.mutate(file);
  };
  useShortcut('n', 'Choose a file', () => input.current?.click());
  return (
    <div
      className={`${styles.drop} ${over ? styles.over : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
    >
      <input
        ref={input}
        type="file"
        className="sr"
        aria-label="File of stays and payouts"
        accept=".csv,.tsv,.txt,text/csv"
        tabIndex={-1}
        onChange={(event) => {
          take(event.target.files);
          event.target.value = '';
        }}
      />
      <p>
        Drop a file of stays and payouts here: the CSV of Airbnb, Booking.com or Vrbo, or one of your own.{' '}
        <span className="muted">You see what it would bring before anything is kept.</span>
      </p>
      <Button kind="primary" icon={FileUp} busy={send.isPending} onClick={() => input.current?.click()}>
        Choose a file
      </Button>
      {send.error && <ErrorView error={send.error} />}
    </div>
  );
}
