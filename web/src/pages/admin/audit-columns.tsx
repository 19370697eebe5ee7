import { Instant } from '../../kit/instant';
import type { Column } from '../../kit/table';
import { actionWords, actorWords, outcomeWords } from '../../lib/audit-words';
import type { Entry } from './audit-query';

type Change = (to: { entry?: string; target?: string; offset?: number }) => void;

export function auditColumns(set: Change): Column<Entry>[] {
  return [
    {
      id: 'action',
      header: 'What',
      cell: (entry) => (
        <button type="button" className="link-button" title={entry.action} onClick={() => set({ entry: entry.id })}>
          {actionWords(entry.action)}
        </button>
      ),
      width: 'minmax(180px, 2fr)',
      fixed: true,
      phone: 1,
    },
    {
      id: 'who',
      header: 'Who',
      cell: (entry) => {
        const { name, by } = actorWords(entry);
        return (
          <>
            <bdi>{name}</bdi>
            {by && <span className="muted"> {by}</span>}
          </>
        );
      },
      width: 'minmax(180px, 2fr)',
      fixed: true,
    },
    { id: 'at', header: 'When', cell: ({ at }) => <Instant at={at} seconds />, width: '190px', phone: 1 },
    {
      id: 'target',
      header: 'To what',
      cell: ({ about: [target] }) => {
        return (
          target && (
            <button
              type="button"
              className="link-button"
              title={`All that was done to ${target}`}
              onClick={() => set({ target, offset: 0 })}
            >
              <bdi>{target}</bdi>
            </button>
          )
        );
      },
      width: 'minmax(160px, 2fr)',
      phone: 'none',
    },
    {
      id: 'outcome',
      header: 'Outcome',
      cell: ({ status }) => outcomeWords(status) ?? <span className="muted">done</span>,
      width: 'minmax(120px, 1fr)',
    },
    { id: 'role', header: 'Role', cell: ({ role }) => role, width: '100px', hidden: true, phone: 'none' },
  ];
}
