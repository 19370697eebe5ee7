import { useState } from 'react';
import { Ban, CalendarClock, Hammer, PackageCheck, Truck, UserPen } from 'lucide-react';
import { useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { useMay } from '../../api/session';
import { Button } from '../../kit/button';
import { useConfirm } from '../../kit/confirm';
import { useTell } from '../../kit/toast';
import { useShortcut } from '../../shell/keys';
import { CancelOrder, PromiseForm, ShipForm } from './order-forms';
import type { Order } from './orders-query';
import { RecipientForm } from './recipient-form';

/** What can be done to an order in its state: what comes next first. No step can be taken back. */
export function OrderButtons({ order }: { order: Order }) {
  const manager = useMay('ADMIN', 'MANAGER');
  const [form, setForm] = useState<'ship' | 'promise' | 'recipient' | 'cancel'>();
  const client = useQueryClient();
  const confirm = useConfirm();
  const tell = useTell();
  const { id, number, state } = order;
  const open = manager && (state === 'accepted' || state === 'in_production');
  const step = async (which: 'start' | 'deliver', question: { title: string; consequence: string; verb: string }) => {
    if (!(await confirm({ ...question, danger: false }))) return;
    try {
      const params = { path: { id } };
      await bodyOf(
        which === 'start'
          ? api.POST('/api/v1/orders/{id}/start', { params })
          : api.POST('/api/v1/orders/{id}/deliver', { params }),
      );
      tell.done(which === 'start' ? `${number} is in production` : `${number} was delivered`);
    } catch (error) {
      tell.failed(error, `${number} is as it was`);
    }
    await Promise.all([['orders'], ['who-did']].map((queryKey) => client.invalidateQueries({ queryKey })));
  };
  const start = () =>
    void step('start', {
      title: `Begin the production of ${number}?`,
      consequence: 'It is counted as under way from now on, which cannot be taken back. The customer is not told.',
      verb: 'Begin',
    });
  const deliver = () =>
    void step('deliver', {
      title: `Has ${number} arrived?`,
      consequence: 'The order ends with it, which cannot be taken back. The customer is not told.',
      verb: 'It has arrived',
    });
  useShortcut(manager && state === 'accepted' ? 's' : undefined, 'Begin the production', start);
  useShortcut(open ? 'h' : undefined, 'Ship the order', () => setForm('ship'));
  const close = () => setForm(undefined);
  return (
    <>
      {open && (
        <>
          <Button icon={Ban} onClick={() => setForm('cancel')}>
            Cancel the order
          </Button>
          <Button icon={UserPen} onClick={() => setForm('recipient')}>
            Change whom it is for
          </Button>
          <Button icon={CalendarClock} onClick={() => setForm('promise')}>
            Promise another day
          </Button>
          <Button kind={state === 'in_production' ? 'primary' : 'plain'} icon={Truck} onClick={() => setForm('ship')}>
            Ship
          </Button>
        </>
      )}
      {manager && state === 'accepted' && (
        <Button kind="primary" icon={Hammer} onClick={start}>
          Begin production
        </Button>
      )}
      {manager && state === 'shipped' && (
        <Button kind="primary" icon={PackageCheck} onClick={deliver}>
          It has arrived
        </Button>
      )}
      {form === 'ship' && <ShipForm order={order} onClose={close} />}
      {form === 'recipient' && <RecipientForm order={order} onClose={close} />}
      {form === 'promise' && <PromiseForm order={order} onClose={close} />}
      {form === 'cancel' && <CancelOrder order={order} onClose={close} />}
    </>
  );
}
