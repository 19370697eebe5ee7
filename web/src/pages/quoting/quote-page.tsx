import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useWorkshopZone } from '../../api/workshop';
import { CalendarDate } from '../../kit/calendar-date';
import { Fact, Facts } from '../../kit/facts';
import { Instant } from '../../kit/instant';
import { UnitSwitch } from '../../kit/length';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { Money } from '../../kit/money';
import { PageHead } from '../../kit/page-head';
import { State } from '../../kit/state';
import { Tabs } from '../../kit/tabs';
import { WhoDid } from '../../kit/who-did';
import { integer, useUrlState } from '../../lib/url-state';
import { QuoteButtons } from './quote-buttons';
import { Pricing } from './pricing';
import { QuoteLine } from './quote-line';
import { type Quote, quoteQuery, STATE_WORDS } from './quoting-query';
import styles from './quoting.module.css';

type Mail = NonNullable<Quote['mail']>['state'];
const MAIL_WORDS: Record<Mail, string> = {
  queued: 'The mail is about to go to',
  sending: 'The mail is going to',
  sent: 'The mail went to',
  failed: '▲ The mail did not reach',
  ambiguous: '▲ Nobody knows whether the mail reached',
  suppressed: '▲ No mail was sent to',
};
const MAIL_BAD = new Set<Mail>(['failed', 'ambiguous', 'suppressed']);

const ADDRESS = { item: integer(1, 1, 100) };

export default function QuotePage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const query = useQuery(quoteQuery(id));
  return (
    <div className="page">
      <Loaded query={query} lines={12}>
        {(quote) => <Details quote={quote} />}
      </Loaded>
    </div>
  );
}

function Details({ quote }: { quote: Quote }) {
  const [{ item: position }, set] = useUrlState(ADDRESS);
  const { number, revision, state, recipient, items, reasons, decision, link, previousId, nextId, mail } = quote;
  const zone = useWorkshopZone();
  const item = items.find((one) => one.position === position) ?? items[0]!;
  const general = reasons.filter((one) => one.position === null);
  return (
    <div className="stack">
      <PageHead
        title={`Quote ${number}${revision > 1 ? ` rev. ${revision}` : ''}`}
        sub={
          <span className="row">
            <State of={state} word={STATE_WORDS[state]} />
            <bdi>{recipient.company ? `${recipient.company}, ${recipient.name}` : recipient.name}</bdi>
            {previousId && <Link to={`/quotes/${previousId}`}>The revision before</Link>}
            {nextId && <Link to={`/quotes/${nextId}`}>The newer revision</Link>}
          </span>
        }
      >
        <QuoteButtons quote={quote} />
      </PageHead>
      <Pricing quoteId={quote.id} />
      {general.length > 0 && (
        <div className="card" role="note">
          <h2>Why a person has to look</h2>
          <ul className="bullets">
            {general.map(({ code, message }) => (
              <li key={`${code} ${message}`}>
                <bdi>{message}</bdi>
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className={styles.two}>
        <Totals quote={quote} />
        <div className="card">
          <Facts>
            <Fact name="For">
              <bdi>{recipient.name}</bdi>
            </Fact>
            <Fact name="E-mail">
              <bdi>{recipient.email}</bdi>
            </Fact>
            {recipient.address && (
              <Fact name="Address">
                <bdi className={styles.address}>{recipient.address}</bdi>
              </Fact>
            )}
            <Fact name="Price level">{quote.level}</Fact>
            {quote.note && (
              <Fact name="Note">
                <bdi className={styles.address}>{quote.note}</bdi>
              </Fact>
            )}
            <Fact name="Priced">
              <Instant zone={zone} at={quote.calculatedAt} none="It has no price yet" />
            </Fact>
            <Fact name="Sent">
              <Instant zone={zone} at={quote.sentAt} none="It was not sent" />
              {mail && (
                <div className={MAIL_BAD.has(mail.state) ? styles.assumed : 'muted'} data-mail={mail.state}>
                  {MAIL_WORDS[mail.state]} <bdi>{mail.toAddress}</bdi>
                  {MAIL_BAD.has(mail.state) && (
                    <>
                      {mail.words && (
                        <>
                          : <bdi>{mail.words}</bdi>
                        </>
                      )}
                      . A revision can go to another address.
                    </>
                  )}
                </div>
              )}
            </Fact>
            <Fact name="Valid until">
              <CalendarDate on={quote.validUntil} none="It was not sent" />
            </Fact>
            <Fact name="Decided">
              <Instant zone={zone} at={quote.decidedAt} none="Nobody has decided yet" />
            </Fact>
            {decision && (
              <Fact name={decision.by === 'customer' ? 'By the customer' : 'By us, for the customer'}>
                <bdi>{[decision.name, decision.note, decision.reason].filter(Boolean).join(' · ') || '—'}</bdi>
              </Fact>
            )}
            {state === 'accepted' && (
              <Fact name="Order">
                <Link to="/orders" search={{ quote: quote.id }}>
                  The order that was made of it
                </Link>
              </Fact>
            )}
            {link && state !== 'superseded' && state !== 'cancelled' && (
              <Fact name="The customer's link">
                <a href={link} target="_blank" rel="noreferrer">
                  Open what the customer sees
                </a>
              </Fact>
            )}
          </Facts>
        </div>
      </div>
      <div className="row">
        {items.length > 1 && (
          <Tabs
            label="Parts of the quote"
            value={String(item.position)}
            onChange={(next) => set({ item: Number(next) })}
            tabs={items.map((one) => ({
              value: String(one.position),
              label: (
                <>
                  {reasons.some((reason) => reason.position === one.position) && '◎ '}
                  <bdi>{one.fileName}</bdi>
                </>
              ),
            }))}
          />
        )}
        <UnitSwitch />
      </div>
      <QuoteLine key={item.position} quote={quote} item={item} />
      <WhoDid targets={[`quotes/${quote.id}`]} zone={zone} thing={quote} />
    </div>
  );
}

function Totals({ quote: { totals, currency, decision } }: { quote: Quote }) {
  if (!totals)
    return (
      <div className="card">
        <p className="muted">It has no price yet.</p>
      </div>
    );
  const row = (name: string, amount: string, sum = false) => (
    <tr className={sum ? styles.sum : undefined}>
      <th scope="row">{name}</th>
      <td className={styles.end}>
        <Money amount={amount} currency={currency} />
      </td>
    </tr>
  );
  const plain = !/[1-9]/.test(totals.minimumOrder);
  return (
    <div className="card">
      <table className="plain-table" aria-label="Totals">
        <caption className="sr">
          {decision ? 'For the quantities that were chosen' : 'For the first quantity of each part'}
        </caption>
        <tbody>
          {!plain && row('Parts', totals.lines)}
          {!plain && row('Up to the least order', totals.minimumOrder)}
          {row('Subtotal', totals.subtotal)}
          {row(`Tax ${totals.taxRate} %`, totals.tax)}
          {row('Total', totals.total, true)}
        </tbody>
      </table>
      <p className="muted">
        {decision?.by
          ? 'For the quantities that were chosen'
          : 'For the first quantity of each part, until the customer chooses'}
      </p>
    </div>
  );
}
