import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { FormDialog } from '../../kit/form-dialog';
import { Skeleton } from '../../kit/skeleton';
import { useTell } from '../../kit/toast';
import { draftOf, ItemFields, itemOf } from './item-fields';
import { priceQuote } from './pricing';
import { type Analysis, offerQuery, type Quote, type QuoteItem } from './quoting-query';

/** Another way to make a part, or other quantities; the quote is priced again at once. */
export function EditItem({
  quote,
  item,
  kind,
  onClose,
}: {
  quote: Quote;
  item: QuoteItem;
  kind?: Analysis['kind'];
  onClose: () => void;
}) {
  const client = useQueryClient();
  const tell = useTell();
  const offer = useQuery(offerQuery).data;
  const [draft, setDraft] = useState(draftOf(item));
  const params = { path: { id: quote.id } };
  const own = itemOf(item.fileId, draft);
  return (
    <FormDialog
      title={`How ${item.fileName} is made`}
      verb="Change and price it"
      wide
      onClose={onClose}
      ready={own !== undefined}
      run={async () => {
        const items = quote.items.map((one) =>
          one.position === item.position ? own! : itemOf(one.fileId, draftOf(one))!,
        );
        const now = await bodyOf(api.PATCH('/api/v1/quotes/{id}', { params, body: { items } }));
        const gone = quote.items.filter(({ manual, position }) => manual && !now.items[position - 1]?.manual);
        for (const { fileName } of gone)
          tell.done(`The price by hand of ${fileName} is gone`, 'It is made otherwise now.');
        await priceQuote(client, quote.id);
      }}
    >
      {(errors) =>
        offer ? (
          <ItemFields
            offer={offer}
            kind={kind}
            value={draft}
            onChange={setDraft}
            errors={Object.fromEntries(
              Object.entries(errors).map(([path, message]) => [path.split('.').at(-1)!, message]),
            )}
          />
        ) : (
          <Skeleton lines={3} />
        )
      }
    </FormDialog>
  );
}
