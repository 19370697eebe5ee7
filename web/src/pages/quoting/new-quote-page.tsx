import { useEffect, useRef, useState, type FormEvent } from 'react';
import { Calculator, X } from 'lucide-react';
import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, bodyOf } from '../../api/client';
import { ApiError } from '../../api/problem';
import { Button } from '../../kit/button';
import { Empty } from '../../kit/empty';
import { ErrorView } from '../../kit/error-view';
import { UnitSwitch } from '../../kit/length';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { Section } from '../../kit/section';
import { useTell } from '../../kit/toast';
import { countOf } from '../../lib/money';
import { text, texts, useUrlState } from '../../lib/url-state';
import { type ItemDraft, ItemFields, itemOf, usualItem } from './item-fields';
import { PartDrop } from './part-drop';
import { PartPanel } from './part-panel';
import { priceQuote } from './pricing';
import { isMeasured, type Offer, offerQuery, partQuery } from './quoting-query';
import { NOBODY, RecipientFields, recipientOf } from './recipient-fields';

/** The parts are in the address: a page that is loaded again, or opened by somebody else, has them still. */
const ADDRESS = { parts: texts(), issue: text('', 80) };

export default function NewQuotePage() {
  const offer = useQuery(offerQuery);
  return (
    <div className="page">
      <PageHead title="New quote">
        <UnitSwitch />
      </PageHead>
      <Loaded query={offer}>
        {(found) =>
          found.processes.length === 0 || found.materials.length === 0 ? (
            <Empty title="There is nothing to quote by yet">
              <p>A process, a material and a price book come first (POST /processes, /materials, /price-books).</p>
            </Empty>
          ) : (
            <NewQuote offer={found} />
          )
        }
      </Loaded>
    </div>
  );
}

/** Parts are dropped, looked at and given a way to be made; then they are priced. */
function NewQuote({ offer }: { offer: Offer }) {
  const [{ parts }, set] = useUrlState(ADDRESS);
  // Files take their time: what was added or left out meanwhile is not in what was drawn when they were dropped.
  const latest = useRef(parts);
  useEffect(() => {
    latest.current = parts;
  }, [parts]);
  const files = useQueries({ queries: parts.map((id) => partQuery(id)) });
  const [recipient, setRecipient] = useState(NOBODY);
  const [drafts, setDrafts] = useState<Record<string, ItemDraft>>({});
  const client = useQueryClient();
  const navigate = useNavigate();
  const tell = useTell();
  const draftOf = (n: number): ItemDraft => drafts[parts[n]!] ?? usualItem(offer, files[n]?.data?.analysis?.kind);
  const whom = recipientOf(recipient);
  const items = parts.map((id, n) => itemOf(id, draftOf(n)));
  const make = useMutation({
    mutationFn: async () => {
      const body = { ...whom!, items: items.map((item) => item!) };
      const { id } = await bodyOf(api.POST('/api/v1/quotes', { body }));
      // The quote is there, whatever becomes of its price.
      await priceQuote(client, id).catch((error: unknown) => tell.failed(error, 'It was not priced'));
      return id;
    },
    onSuccess: async (id) => {
      await client.invalidateQueries({ queryKey: ['quoting', 'quotes'] });
      await navigate({ to: `/quotes/${id}` });
    },
  });
  const errors = make.error instanceof ApiError ? make.error.fields : {};
  const open = files.filter(({ data }) => data && !isMeasured(data)).length;
  const ready = parts.length > 0 && whom !== undefined && items.every(Boolean);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !make.isPending) make.mutate();
  };
  return (
    <form className="stack" onSubmit={submit}>
      <PartDrop onParts={(ids) => set({ parts: [...latest.current, ...ids] })} />
      {parts.map((id, n) => {
        const query = files[n]!;
        const own = Object.fromEntries(
          Object.entries(errors)
            .filter(([path]) => path.startsWith(`items.${n}.`))
            .map(([path, message]) => [path.slice(`items.${n}.`.length).split('.')[0]!, message]),
        );
        return (
          <Section
            key={id}
            title={<bdi>{query.data?.name ?? 'A part'}</bdi>}
            actions={
              <Button
                icon={X}
                onClick={() => set({ parts: parts.filter((other) => other !== id), issue: '' })}
                aria-label={`Leave ${query.data?.name ?? 'the part'} out`}
              />
            }
          >
            <div className="card stack">
              <Loaded query={query}>
                {(part) => (
                  <>
                    <ItemFields
                      offer={offer}
                      kind={part.analysis?.kind}
                      value={draftOf(n)}
                      onChange={(draft) => setDrafts({ ...drafts, [id]: draft })}
                      errors={own}
                    />
                    <PartPanel part={part} process={draftOf(n).process} />
                  </>
                )}
              </Loaded>
            </div>
          </Section>
        );
      })}
      {parts.length > 0 && (
        <Section title="Whom it is for">
          <div className="card stack">
            <RecipientFields value={recipient} onChange={setRecipient} errors={errors} />
            {make.error && <ErrorView error={make.error} />}
            <div className="row">
              <Button kind="primary" type="submit" icon={Calculator} busy={make.isPending} disabled={!ready}>
                Price {countOf(parts.length, 'part')}
              </Button>
              {whom === undefined && <span className="muted">It needs a name and an e-mail.</span>}
              {open > 0 && (
                <span className="muted">
                  {countOf(open, 'part')} {open === 1 ? 'is' : 'are'} still being measured: the price comes after.
                </span>
              )}
            </div>
          </div>
        </Section>
      )}
    </form>
  );
}
