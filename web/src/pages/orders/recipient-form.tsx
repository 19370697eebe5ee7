import { useState } from 'react';
import { api, bodyOf } from '../../api/client';
import { FormDialog } from '../../kit/form-dialog';
import { recipientBody, RecipientInputs } from '../../kit/recipient-inputs';
import { useTell } from '../../kit/toast';
import { useChange } from './order-forms';
import type { Order } from './orders-query';

/** Whom the order is for: what its invoice will say, and where its mails go. */
export function RecipientForm({ order: { id, number, recipient }, onClose }: { order: Order; onClose: () => void }) {
  const { name, company, address, email } = recipient;
  const [draft, setDraft] = useState({ name, company: company ?? '', address: address ?? '', email });
  const change = useChange();
  const tell = useTell();
  const body = recipientBody(draft);
  const run = async () => {
    const params = { path: { id } };
    await change(bodyOf(api.PATCH('/api/v1/orders/{id}', { params, body: { recipient: body! } })));
    tell.done(`${number} is for ${body!.name}`);
  };
  return (
    <FormDialog title={`Whom ${number} is for`} verb="Change it" ready={body !== undefined} run={run} onClose={onClose}>
      {(errors) => (
        <>
          <p className="muted">
            The invoice says it when the order is shipped, and mails go there. The customer is not told.
          </p>
          <RecipientInputs value={draft} onChange={setDraft} errors={errors} />
        </>
      )}
    </FormDialog>
  );
}
