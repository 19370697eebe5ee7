import { useState } from 'react';
import { Plus } from 'lucide-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { Button } from '../../kit/button';
import { Empty } from '../../kit/empty';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { Instant } from '../../kit/instant';
import { Loaded } from '../../kit/loaded';
import { type Column, DataTable, Pager } from '../../kit/table';
import { useTell } from '../../kit/toast';
import { integer, useUrlState } from '../../lib/url-state';
import { MAILS, type Suppression, suppressionsQuery } from './mail-query';

const ADDRESS = { held: integer(0) };
const rowId = ({ address }: Suppression) => address;
const REASONS = { refused: 'The mail server refused it', added: 'Added by hand' } as const;

/** Addresses that get no mail. */
export function Suppressions() {
  const [{ held: offset }, set] = useUrlState(ADDRESS);
  const query = useQuery(suppressionsQuery(offset));
  const [adding, setAdding] = useState(false);
  const client = useQueryClient();
  const tell = useTell();
  const reload = () => client.invalidateQueries({ queryKey: ['admin', 'mail'] });
  const add = (address: string, detail: string) =>
    api.POST('/api/v1/mail/suppressions', { body: { address, ...(detail && { detail }) } });
  const lift = async ({ address, detail }: Suppression) => {
    try {
      await api.DELETE('/api/v1/mail/suppressions/{address}', { params: { path: { address } } });
      tell.undo(`${address} gets mail again`, async () => {
        await add(address, detail ?? '').catch((error: unknown) => tell.failed(error));
        await reload();
      });
    } catch (error) {
      tell.failed(error);
    }
    await reload();
  };
  return (
    <>
      <Loaded query={query}>
        {({ suppressions, total }) => (
          <DataTable
            name="admin-suppressions"
            label="Addresses that get no mail"
            columns={columns((one) => void lift(one))}
            rows={suppressions}
            rowId={rowId}
            total={total}
            toolbar={
              <Button icon={Plus} onClick={() => setAdding(true)}>
                Add an address
              </Button>
            }
            pager={<Pager offset={offset} limit={MAILS} total={total} onOffset={(held) => set({ held })} />}
            empty={
              <Empty title="Every address gets mail">
                <p>An address comes here when its mail server refuses it for good, or by hand after a complaint.</p>
              </Empty>
            }
          />
        )}
      </Loaded>
      {adding && (
        <AddForm
          add={async (address, detail) => {
            await add(address, detail);
            tell.done(`${address} gets no more mail`);
            await reload();
          }}
          onClose={() => setAdding(false)}
        />
      )}
    </>
  );
}

function AddForm({ add, onClose }: { add: (address: string, detail: string) => Promise<void>; onClose: () => void }) {
  const [address, setAddress] = useState('');
  const [detail, setDetail] = useState('');
  return (
    <FormDialog
      title="Send no more mail to an address"
      verb="Send no more"
      ready={address.trim() !== ''}
      run={() => add(address.trim(), detail.trim())}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Field label="Address" error={errors['address']}>
            <input type="email" required value={address} onChange={(event) => setAddress(event.target.value)} />
          </Field>
          <Field label="Why (optional)" error={errors['detail']}>
            <input maxLength={200} value={detail} onChange={(event) => setDetail(event.target.value)} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}

const columns = (lift: (one: Suppression) => void): Column<Suppression>[] => [
  {
    id: 'address',
    header: 'Address',
    cell: ({ address }) => <bdi>{address}</bdi>,
    width: 'minmax(200px, 2fr)',
    fixed: true,
    phone: 1,
  },
  { id: 'reason', header: 'Why', cell: ({ reason }) => REASONS[reason], width: '200px' },
  {
    id: 'detail',
    header: 'In words',
    cell: ({ detail }) => <bdi title={detail ?? undefined}>{detail}</bdi>,
    width: 'minmax(140px, 2fr)',
  },
  { id: 'since', header: 'Since', cell: ({ createdAt }) => <Instant at={createdAt} />, width: '180px', phone: 'none' },
  {
    id: 'lift',
    header: 'Lift',
    cell: (one) => (
      <Button kind="quiet" aria-label={`Send mail to ${one.address} again`} onClick={() => lift(one)}>
        Send again
      </Button>
    ),
    width: '104px',
    fixed: true,
    phone: 1,
  },
];
