import { lazy, Suspense, useState } from 'react';
import { Plus } from 'lucide-react';
import { Button } from '../../kit/button';
import { Dialog } from '../../kit/dialog';
import { Skeleton } from '../../kit/skeleton';
import { useShortcut } from '../../shell/keys';

const StartForm = lazy(() => import('./start-form'));

/** Starts a job of a kind that the person's role may start. The forms are loaded when they are asked for. */
export function StartJob() {
  const [open, setOpen] = useState(false);
  useShortcut('n', 'Start a job', () => setOpen(true));
  return (
    <>
      <Button kind="primary" icon={Plus} onClick={() => setOpen(true)}>
        Start a job
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Start a job" side>
        <Suspense fallback={<Skeleton />}>
          <StartForm onDone={() => setOpen(false)} />
        </Suspense>
      </Dialog>
    </>
  );
}
