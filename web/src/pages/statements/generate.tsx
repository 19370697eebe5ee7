import { lazy, Suspense, useState } from 'react';
import { Plus } from 'lucide-react';
import { Button } from '../../kit/button';
import { Dialog } from '../../kit/dialog';
import { Skeleton } from '../../kit/skeleton';
import { useShortcut } from '../../shell/keys';

const GenerateForm = lazy(() => import('./generate-form'));

/** Makes statements of one owner, or of all in the background. */
export function Generate({ month, owner }: { month: string; owner: number }) {
  const [open, setOpen] = useState(false);
  useShortcut('n', 'Generate statements', () => setOpen(true));
  return (
    <>
      <Button kind="primary" icon={Plus} onClick={() => setOpen(true)}>
        Generate
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Generate statements">
        <Suspense fallback={<Skeleton />}>
          <GenerateForm month={month} owner={owner} onClose={() => setOpen(false)} />
        </Suspense>
      </Dialog>
    </>
  );
}
