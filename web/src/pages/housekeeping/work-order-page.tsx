import { useState } from 'react';
import { Ban, Check, Play } from 'lucide-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { api } from '../../api/client';
import { useHotel, useLocale } from '../../api/hotels';
import { useMay } from '../../api/session';
import { Button } from '../../kit/button';
import { Fact, Facts } from '../../kit/facts';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { State } from '../../kit/state';
import { useTell } from '../../kit/toast';
import { WhoDid } from '../../kit/who-did';
import { dateText } from '../../lib/time';
import { useShortcut } from '../../shell/keys';
import { type Order, ORDER_WORDS, orderQuery, PRIORITIES } from './orders-query';

export default function WorkOrderPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const query = useQuery(orderQuery(Number(id)));
  return (
    <div className="page">
      <Loaded query={query} lines={8}>
        {(order) => <Details order={order} />}
      </Loaded>
    </div>
  );
}

function Details({ order }: { order: Order }) {
  const [ending, setEnding] = useState<'complete' | 'cancel'>();
  const may = useMay('ADMIN', 'MANAGER');
  const hotel = useHotel(order.hotelId);
  const locale = useLocale();
  const client = useQueryClient();
  const tell = useTell();
  const params = { path: { id: order.id } };
  const start = useMutation({
    mutationFn: () => api.POST('/api/v1/work-orders/{id}/start', { params }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['housekeeping'] }),
    onError: (error) => tell.failed(error),
  });
  const canStart = may && order.state === 'open';
  const canEnd = may && (order.state === 'open' || order.state === 'in_progress');
  useShortcut(canStart ? 's' : undefined, 'Start the work', () => start.mutate());
  useShortcut(canEnd ? 'e' : undefined, 'Complete it', () => setEnding('complete'));
  return (
    <div className="stack">
      <PageHead
        title={order.work}
        sub={
          <span className="row">
            <State of={order.state} word={ORDER_WORDS[order.state]} />
            {order.room && <strong>Room {order.room}</strong>}
            {order.equipment && <bdi>{order.equipment}</bdi>}
            {hotel && <bdi>{hotel.name}</bdi>}
          </span>
        }
      >
        <Link to="/work-orders" className="button button-quiet">
          All work orders
        </Link>
        {canEnd && (
          <Button icon={Ban} onClick={() => setEnding('cancel')}>
            Cancel…
          </Button>
        )}
        {canStart && (
          <Button icon={Play} busy={start.isPending} onClick={() => start.mutate()}>
            Start
          </Button>
        )}
        {canEnd && (
          <Button icon={Check} kind="primary" onClick={() => setEnding('complete')}>
            Complete
          </Button>
        )}
      </PageHead>
      {order.description && (
        <div className="card">
          <bdi>{order.description}</bdi>
        </div>
      )}
      <div className="card">
        <Facts>
          <Fact name="Due">{dateText(order.dueDate, locale)}</Fact>
          {order.dueReading !== null && <Fact name="Due at the meter">{order.dueReading}</Fact>}
          <Fact name="Priority">{PRIORITIES[order.priority]}</Fact>
          <Fact name="Because of">{order.cause}</Fact>
          <Fact name="The room">{order.closureId === null ? 'stays open' : 'is closed meanwhile'}</Fact>
          {order.missed > 0 && <Fact name="Missed before">{order.missed}</Fact>}
          {order.completedOn && <Fact name="Completed">{dateText(order.completedOn, locale)}</Fact>}
          {order.completedReading !== null && <Fact name="Meter then">{order.completedReading}</Fact>}
          {order.note && (
            <Fact name="Note">
              <bdi>{order.note}</bdi>
            </Fact>
          )}
        </Facts>
      </div>
      <WhoDid targets={[`work-orders/${order.id}`]} hotelId={order.hotelId} thing={order} />
      {ending && <EndOrder order={order} how={ending} onClose={() => setEnding(undefined)} />}
    </div>
  );
}

function EndOrder({ order, how, onClose }: { order: Order; how: 'complete' | 'cancel'; onClose: () => void }) {
  const [note, setNote] = useState('');
  const [reading, setReading] = useState('');
  const client = useQueryClient();
  const tell = useTell();
  const metered = how === 'complete' && order.equipmentId !== null;
  const run = async () => {
    const params = { path: { id: order.id } };
    if (how === 'cancel') await api.POST('/api/v1/work-orders/{id}/cancel', { params, body: { reason: note.trim() } });
    else {
      const body = { ...(note.trim() && { note: note.trim() }), ...(reading && { reading: Number(reading) }) };
      await api.POST('/api/v1/work-orders/{id}/complete', { params, body });
    }
    await client.invalidateQueries({ queryKey: ['housekeeping'] });
    tell.done(`${order.work} is ${how === 'cancel' ? 'cancelled' : 'done'}`);
  };
  const opens = order.closureId === null ? '' : ' The room is opened again.';
  return (
    <FormDialog
      title={how === 'cancel' ? `Cancel ${order.work}?` : `Complete ${order.work}`}
      verb={how === 'cancel' ? 'Cancel the work order' : 'Complete'}
      danger={how === 'cancel'}
      run={run}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <p>
            {how === 'cancel'
              ? `The work is not to be done. It cannot be taken back.${opens}`
              : `${order.scheduleId === null ? 'The defect is mended.' : 'Its plan counts on from today.'}${opens}`}
          </p>
          {metered && (
            <Field label="What the meter shows (optional)" error={errors['reading']}>
              <input type="number" min={0} value={reading} onChange={(event) => setReading(event.target.value)} />
            </Field>
          )}
          <Field
            label={how === 'cancel' ? 'Reason' : 'Note (optional)'}
            error={errors[how === 'cancel' ? 'reason' : 'note']}
          >
            <input
              required={how === 'cancel'}
              maxLength={500}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
