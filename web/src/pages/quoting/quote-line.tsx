import { useState } from 'react';
import { Calculator, Settings2 } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { useMay } from '../../api/session';
import { Button } from '../../kit/button';
import { Fact, Facts } from '../../kit/facts';
import { Loaded } from '../../kit/loaded';
import { Section } from '../../kit/section';
import { countText } from '../../lib/money';
import { EditItem } from './edit-item';
import { PartPanel } from './part-panel';
import { PriceBreaks } from './price-breaks';
import { useQuoteActions } from './quote-actions';
import { offerQuery, partQuery, type Quote, type QuoteItem } from './quoting-query';

/** One part of a quote: how it is made, what it costs for each quantity, and the part itself. */
export function QuoteLine({ quote, item }: { quote: Quote; item: QuoteItem }) {
  const part = useQuery(partQuery(item.fileId));
  const offer = useQuery(offerQuery).data;
  const nameOf = (kind: 'processes' | 'materials' | 'finishes', code: string) =>
    offer?.[kind].find((one) => one.code === code)?.name ?? code;
  const manager = useMay('ADMIN', 'MANAGER');
  const [editing, setEditing] = useState(false);
  const { byRules } = useQuoteActions(quote);
  const editable = manager && (quote.state === 'draft' || quote.state === 'needs_review');
  // Once there is a price, it was made of the part as large as it is.
  const fixed = !editable;
  const chosen = quote.decision?.quantities[String(item.position)];
  const reasons = quote.reasons.filter(({ position }) => position === item.position);
  return (
    <Section
      title={<bdi>{item.fileName}</bdi>}
      actions={
        editable && (
          <Button icon={Settings2} onClick={() => setEditing(true)}>
            Process, material, quantities
          </Button>
        )
      }
    >
      {reasons.length > 0 && (
        <div className="card" role="note">
          <h3>Why a person has to look</h3>
          <ul className="bullets">
            {reasons.map(({ code, message }) => (
              <li key={`${code} ${message}`}>
                <bdi>{message}</bdi>
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className="card">
        <Facts>
          <Fact name="Process">
            <bdi>{nameOf('processes', item.process)}</bdi>
          </Fact>
          <Fact name="Material">
            <bdi>{nameOf('materials', item.material)}</bdi>
          </Fact>
          <Fact name="Finish">
            <bdi>{item.finish ? nameOf('finishes', item.finish) : 'None'}</bdi>
          </Fact>
          <Fact name="Lead time">{item.leadTime ?? 'Standard'}</Fact>
          <Fact name="Quantities">{item.quantities.map((one) => countText(one)).join(', ')}</Fact>
          {item.manual && (
            <Fact name="Priced by hand">
              <bdi>{item.manual.reason}</bdi> <span className="muted">({item.manual.by})</span>{' '}
              {editable ? (
                <Button icon={Calculator} onClick={() => void byRules(item.position)}>
                  Price it by the rules again
                </Button>
              ) : (
                manager && <span className="muted">A revision can be priced by the rules again.</span>
              )}
            </Fact>
          )}
        </Facts>
      </div>
      <PriceBreaks item={item} currency={quote.currency} chosen={chosen} />
      <div className="card">
        <Loaded query={part}>{(found) => <PartPanel part={found} process={item.process} fixed={fixed} />}</Loaded>
      </div>
      {editing && (
        <EditItem quote={quote} item={item} kind={part.data?.analysis?.kind} onClose={() => setEditing(false)} />
      )}
    </Section>
  );
}
