import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { FormDialog } from '../../kit/form-dialog';
import { priceQuote } from './pricing';
import type { Quote } from './quoting-query';
import { RecipientFields, recipientOf } from './recipient-fields';

/** Whom a draft is for, by which prices and with which words; it is priced again at once. */
export function EditRecipient({ quote, onClose }: { quote: Quote; onClose: () => void }) {
  const client = useQueryClient();
  const { id, number, customerId, level, note, recipient } = quote;
  const { name, company, address, email } = recipient;
  const [draft, setDraft] = useState({
    ...{ customer: customerId ?? 0, name, company: company ?? '', address: address ?? '', email },
    ...{ level, note: note ?? '' },
  } as Parameters<typeof recipientOf>[0]);
  const body = recipientOf(draft);
  return (
    <FormDialog
      title={`Whom ${number} is for`}
      verb="Change and price it"
      wide
      onClose={onClose}
      ready={body !== undefined}
      run={async () => {
        // An empty level is said too, or it would stay as it was.
        const changed = { ...body!, level: draft.level || null };
        await bodyOf(api.PATCH('/api/v1/quotes/{id}', { params: { path: { id } }, body: changed }));
        await priceQuote(client, id);
      }}
    >
      {(errors) => <RecipientFields value={draft} onChange={setDraft} errors={errors} />}
    </FormDialog>
  );
}
