import { RotateCcw } from 'lucide-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { Button } from '../../kit/button';
import { Dialog } from '../../kit/dialog';
import { ErrorView } from '../../kit/error-view';
import { Fact, Facts } from '../../kit/facts';
import { IdText } from '../../kit/id-text';
import { Instant } from '../../kit/instant';
import { JsonText } from '../../kit/json-text';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { State } from '../../kit/state';
import { useTell } from '../../kit/toast';
import { durationText } from '../../lib/time';
import { stateWord } from './delivery-columns';
import { deliveryQuery } from './webhooks-query';

/** One delivery: what is sent, what was answered to each try, and sending it again. */
export function DeliveryDrawer({ webhookId, id, onClose }: { webhookId: string; id: string; onClose: () => void }) {
  const query = useQuery(deliveryQuery(webhookId, id));
  const client = useQueryClient();
  const tell = useTell();
  const again = useMutation({
    mutationFn: () =>
      api.POST('/api/v1/webhooks/{id}/deliveries/{deliveryId}/redeliver', {
        params: { path: { id: webhookId, deliveryId: id } },
      }),
    onSuccess: () =>
      tell.done('It is sent again', 'Under the same webhook-id, so that the receiver can tell it from a new one.'),
    onSettled: () => client.invalidateQueries({ queryKey: ['admin', 'webhooks'] }),
  });
  return (
    <Dialog open onClose={onClose} title="Delivery" side>
      <Loaded query={query}>
        {(delivery) => (
          <div className="stack">
            <div className="row">
              <State of={delivery.state} word={stateWord(delivery.state)} />
              <code>{delivery.event}</code>
              <IdText id={delivery.id} />
            </div>
            <div className="row">
              <Button icon={RotateCcw} kind="primary" busy={again.isPending} onClick={() => again.mutate()}>
                {delivery.nextAttemptAt ? 'Try now' : 'Send again'}
              </Button>
              {delivery.jobId && <Link to={`/jobs/${delivery.jobId}`}>Its job</Link>}
            </div>
            {again.error && <ErrorView error={again.error} />}
            <Facts>
              <Fact name="Made">
                <Instant at={delivery.createdAt} seconds />
              </Fact>
              <Fact name="Delivered">
                <Instant at={delivery.deliveredAt} seconds none="It did not arrive yet" />
              </Fact>
              <Fact name="Next try">
                <Instant at={delivery.nextAttemptAt} seconds none="None is planned" />
              </Fact>
            </Facts>
            <h3>Tries</h3>
            {delivery.log.length === 0 && <p className="muted">It was not tried yet.</p>}
            <ol className="stack">
              {delivery.log.toReversed().map((attempt) => (
                <li key={attempt.at}>
                  <p>
                    <State
                      of={attempt.status !== null && attempt.status < 300 ? 'delivered' : 'failed'}
                      word={attempt.status === null ? 'No answer' : String(attempt.status)}
                    />{' '}
                    <Instant at={attempt.at} seconds />{' '}
                    <span className="muted">in {durationText(attempt.durationMs)}</span>
                  </p>
                  {attempt.error && (
                    <p>
                      <bdi>{attempt.error}</bdi>
                    </p>
                  )}
                  {attempt.answer && <JsonText value={attempt.answer} label="What the receiver answered" />}
                </li>
              ))}
            </ol>
            <h3>Body</h3>
            <JsonText value={delivery.body} label="Body of the delivery" />
          </div>
        )}
      </Loaded>
    </Dialog>
  );
}
