import { useState } from 'react';
import { CircleCheck, CircleSlash, Pencil } from 'lucide-react';
import { useQueryClient } from '@tanstack/react-query';
import { useMay } from '../../api/session';
import { Button } from '../../kit/button';
import { Dialog } from '../../kit/dialog';
import { Fact, Facts } from '../../kit/facts';
import { useTell } from '../../kit/toast';
import { type Datum, type Kind, save } from './catalogue-query';
import { DatumForm } from './datum-form';
import { FieldText } from './field-text';
import { FIELDS } from './fields';

/** All that is known of one thing of the catalogue, and what can be done to it. */
export function DatumDrawer({ kind, datum, onClose }: { kind: Kind; datum: Datum | undefined; onClose: () => void }) {
  const [changing, setChanging] = useState(false);
  const may = useMay('ADMIN', 'MANAGER');
  const client = useQueryClient();
  const tell = useTell();
  const offer = async ({ id, name }: Datum, active: boolean) => {
    try {
      await save(kind, { active }, id);
      onClose();
      tell.undo(active ? `${name} is offered again` : `${name} is offered no longer`, () =>
        offer({ id, name } as Datum, !active),
      );
    } catch (error) {
      tell.failed(error, `${name} is as it was`);
    }
    await Promise.all([['catalogue'], ['quoting']].map((queryKey) => client.invalidateQueries({ queryKey })));
  };
  return (
    <>
      <Dialog open={datum !== undefined && !changing} onClose={onClose} title={datum?.name ?? ''} side>
        {datum && (
          <>
            <Facts>
              {FIELDS[kind]
                .filter(({ name }) => name !== 'name')
                .map((field) => (
                  <Fact key={field.name} name={field.label}>
                    <FieldText field={field} datum={datum} />
                  </Fact>
                ))}
            </Facts>
            {may && (
              <span className="row">
                <Button icon={Pencil} onClick={() => setChanging(true)}>
                  Change
                </Button>
                <Button
                  icon={datum.active ? CircleSlash : CircleCheck}
                  onClick={() => void offer(datum, !datum.active)}
                >
                  {datum.active ? 'Offer it no longer' : 'Offer it again'}
                </Button>
              </span>
            )}
          </>
        )}
      </Dialog>
      {changing && datum && (
        <DatumForm kind={kind} datum={datum} currency={datum.currency ?? 'EUR'} onClose={() => setChanging(false)} />
      )}
    </>
  );
}
