import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { useZone } from '../../api/hotels';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { Loaded } from '../../kit/loaded';
import { useTell } from '../../kit/toast';
import { countOf, countText } from '../../lib/money';
import { addDays, dateIn, dayStart } from '../../lib/time';
import { countFailedQuery } from './webhooks-query';

/** Most that one request sends again. */
const AT_ONCE = 1_000;

/** Sends again what was given up since a day, after the server has counted it. */
export function RedeliverFailed({
  webhookId,
  since,
  onClose,
}: {
  webhookId: string | undefined;
  since: string;
  onClose: () => void;
}) {
  const zone = useZone();
  const [from, setFrom] = useState(since || addDays(dateIn(zone), -1));
  const instant = from && dayStart(from, zone);
  const count = useQuery({ ...countFailedQuery(instant, webhookId), enabled: from !== '' });
  const client = useQueryClient();
  const tell = useTell();
  const matching = count.data?.matching ?? 0;
  const now = Math.min(matching, AT_ONCE);
  const run = async () => {
    const body = { since: instant, dryRun: false, ...(webhookId && { webhookId }) };
    const { redelivered } = await bodyOf(api.POST('/api/v1/webhooks/deliveries/redeliver', { body }));
    await client.invalidateQueries({ queryKey: ['admin', 'webhooks'] });
    tell.done(`${countOf(redelivered, 'delivery', 'deliveries')} sent again`);
  };
  return (
    <FormDialog
      title="Send failed deliveries again?"
      verb={matching > 0 ? `Send ${countText(now)} again` : 'Send again'}
      ready={matching > 0}
      run={run}
      onClose={onClose}
    >
      <Field label="Given up, and made since" hint={`From 00:00 of this day, ${zone}.`}>
        <input type="date" required value={from} onChange={(event) => setFrom(event.target.value)} />
      </Field>
      <Loaded query={count} lines={1}>
        {({ webhooks, switchedOff }) => (
          <div role="status">
            <p>
              {matching === 0
                ? 'None was given up since then.'
                : `${countOf(matching, 'delivery', 'deliveries')} to ${countOf(webhooks, 'webhook')}, each under its own webhook-id.`}
              {matching > AT_ONCE && ` The oldest ${countText(AT_ONCE)} go first; send again for the rest.`}
            </p>
            {switchedOff > 0 && (
              <p className="muted">{countText(switchedOff)} more belong to webhooks that are switched off, and stay.</p>
            )}
          </div>
        )}
      </Loaded>
    </FormDialog>
  );
}
