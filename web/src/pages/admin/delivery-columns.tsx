import { Instant } from '../../kit/instant';
import { Link } from '../../kit/link';
import { State } from '../../kit/state';
import type { Column } from '../../kit/table';
import type { Delivery, DeliveryState, Webhook } from './webhooks-query';

const WORDS: Record<DeliveryState, string> = { pending: 'Waiting', delivered: 'Delivered', failed: 'Given up' };
export const stateWord = (state: DeliveryState): string => WORDS[state];

/** `hooks`: the webhooks by whose address a delivery is named; undefined where all are of one. */
export function deliveryColumns(
  hooks: readonly Webhook[] | undefined,
  open: (delivery: Delivery) => void,
): Column<Delivery>[] {
  return [
    {
      id: 'event',
      header: 'What',
      cell: (delivery) => (
        <button type="button" className="link-button" onClick={() => open(delivery)}>
          {delivery.event}
        </button>
      ),
      width: 'minmax(130px, 1fr)',
      fixed: true,
      phone: 1,
    },
    {
      id: 'state',
      header: 'State',
      cell: ({ state }) => <State of={state} word={stateWord(state)} />,
      width: '120px',
      fixed: true,
      phone: 1,
    },
    ...(hooks
      ? [
          {
            id: 'webhook',
            header: 'To',
            cell: ({ webhookId }: Delivery) => (
              <Link to={`/admin/webhooks/${webhookId}`}>
                <bdi>{hooks.find(({ id }) => id === webhookId)?.url ?? 'Webhook'}</bdi>
              </Link>
            ),
            width: 'minmax(180px, 2fr)',
          },
        ]
      : []),
    { id: 'made', header: 'Made', cell: ({ createdAt }) => <Instant at={createdAt} seconds />, width: '190px' },
    {
      id: 'tries',
      header: 'Tries',
      cell: ({ attempts }) => <span className="num">{attempts}</span>,
      width: '64px',
      end: true,
      phone: 'none',
    },
    {
      id: 'answer',
      header: 'Last answer',
      cell: ({ lastStatus, lastError }) => (
        <bdi title={lastError ?? undefined}>{[lastStatus, lastError].filter(Boolean).join(' ') || '—'}</bdi>
      ),
      width: 'minmax(120px, 2fr)',
      phone: 'none',
    },
    {
      id: 'next',
      header: 'Next try',
      cell: ({ nextAttemptAt }) => <Instant at={nextAttemptAt} seconds none="None is planned" />,
      width: '190px',
      phone: 'none',
    },
    {
      id: 'job',
      header: 'Job',
      cell: ({ jobId }) =>
        jobId ? <Link to={`/jobs/${jobId}`}>its job</Link> : <span title="It belongs to no job">—</span>,
      width: '80px',
      phone: 'none',
    },
  ];
}
