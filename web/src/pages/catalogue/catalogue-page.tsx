import { useMemo } from 'react';
import { Plus } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { useMay } from '../../api/session';
import { workshopQuery } from '../../api/workshop';
import { Button } from '../../kit/button';
import { Empty } from '../../kit/empty';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { State } from '../../kit/state';
import { type Column, DataTable, Pager } from '../../kit/table';
import { Tabs } from '../../kit/tabs';
import { countText } from '../../lib/money';
import { flag, integer, oneOf, useUrlState } from '../../lib/url-state';
import { useShortcut } from '../../shell/keys';
import { catalogueQuery, type Datum, type Kind, KINDS, PAGE, WORDS } from './catalogue-query';
import { DatumDrawer } from './datum-drawer';
import { DatumForm } from './datum-form';
import { FieldText } from './field-text';
import { FIELDS } from './fields';
import styles from './catalogue.module.css';

const ADDRESS = {
  of: oneOf(KINDS, 'materials'),
  offset: integer(0),
  inactive: flag(),
  id: integer(0),
  new: flag(),
};
const rowId = ({ id }: Datum) => String(id);

/** What the workshop prices quotes by. */
export default function CataloguePage() {
  const [{ of: kind, offset, inactive, id, new: adding }, set] = useUrlState(ADDRESS);
  const query = useQuery(catalogueQuery(kind, { offset, inactive }));
  const settings = useQuery(workshopQuery).data;
  const currency = settings?.currency ?? 'EUR';
  const may = useMay('ADMIN', 'MANAGER');
  const { one, many } = WORDS[kind];
  useShortcut(may ? 'n' : undefined, `New ${one}`, () => set({ new: true }));
  const columns = useMemo(() => columnsOf(kind), [kind]);
  const rows = query.isPlaceholderData ? undefined : query.data?.rows;
  return (
    <div className="page page-fill">
      <PageHead title="Catalogue" sub="What quotes are priced by; those that were made stay as they are">
        {may && (
          <Button kind="primary" icon={Plus} onClick={() => set({ new: true })}>
            New {one}
          </Button>
        )}
      </PageHead>
      {settings === null && (
        <p className={styles.banner} role="status">
          ▲ The workshop has no name, currency and time zone yet, without which nothing can be priced.{' '}
          <Link to="/catalogue/settings" className={styles.link}>
            Workshop settings
          </Link>
        </p>
      )}
      <Tabs
        label="Parts of the catalogue"
        value={kind}
        onChange={(next) => set({ of: next, offset: 0, id: 0 })}
        tabs={KINDS.map((value) => ({
          value,
          label:
            value === kind && query.data && !query.isPlaceholderData ? (
              <>
                {WORDS[value].many} <span className="num muted">{countText(query.data.total)}</span>
              </>
            ) : (
              WORDS[value].many
            ),
        }))}
      />
      <Loaded query={query} lines={12}>
        {({ rows: found, total }) => (
          <DataTable
            key={kind}
            name={`catalogue-${kind}`}
            label={many}
            columns={columns}
            rows={rows ?? (query.isPlaceholderData ? [] : found)}
            rowId={rowId}
            rowHref={(datum) =>
              `/catalogue?of=${kind}&id=${datum.id}${offset > 0 ? `&offset=${offset}` : ''}${inactive ? '&inactive=1' : ''}`
            }
            total={total}
            busy={query.isPlaceholderData}
            pager={<Pager offset={offset} limit={PAGE} total={total} onOffset={(next) => set({ offset: next })} />}
            toolbar={
              <Button aria-pressed={inactive} onClick={() => set({ inactive: !inactive, offset: 0 })}>
                With those no longer offered
              </Button>
            }
            empty={
              <Empty title={`There are no ${many.toLowerCase()} yet`}>
                <p>Quotes are priced by processes, their materials and a price book.</p>
              </Empty>
            }
          />
        )}
      </Loaded>
      <DatumDrawer kind={kind} datum={rows?.find((datum) => datum.id === id)} onClose={() => set({ id: 0 })} />
      {adding && may && <DatumForm kind={kind} currency={currency} onClose={() => set({ new: false })} />}
    </div>
  );
}

function columnsOf(kind: Kind): Column<Datum>[] {
  const own = FIELDS[kind].filter(({ column }) => column !== undefined);
  return [
    {
      id: 'name',
      header: 'Name',
      cell: ({ name }) => <bdi>{name}</bdi>,
      width: 'minmax(140px, 1.4fr)',
      fixed: true,
      phone: 1,
    },
    {
      id: 'state',
      header: 'State',
      cell: ({ active }) => (active ? <State of="done" word="Offered" /> : <State of="cancelled" word="No longer" />),
      width: '120px',
      fixed: true,
      phone: 1,
    },
    ...own.map((field): Column<Datum> => ({
      id: field.name,
      header: field.label,
      cell: (datum) => <FieldText field={field} datum={datum} />,
      width: field.column!,
      ...(['money', 'decimal'].includes(field.control) && { end: true }),
    })),
  ];
}
