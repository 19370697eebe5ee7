import { FileText } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useLocale } from '../../api/hotels';
import { useWorkshopZone } from '../../api/workshop';
import { Fact, Facts } from '../../kit/facts';
import { Instant } from '../../kit/instant';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { State } from '../../kit/state';
import { WhoDid } from '../../kit/who-did';
import { mailTo } from '../../lib/links';
import { dateText } from '../../lib/time';
import { OrderButtons } from './order-buttons';
import { OrderLines } from './order-lines';
import styles from './orders.module.css';
import { LOOKS, type Order, orderQuery } from './orders-query';
import { Promised } from './promised';

export default function OrderPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const query = useQuery(orderQuery(id));
  return (
    <div className="page">
      <Loaded query={query} lines={10}>
        {(order) => <Details order={order} />}
      </Loaded>
    </div>
  );
}

function Details({ order }: { order: Order }) {
  const locale = useLocale();
  const zone = useWorkshopZone();
  const { id, number, state, recipient, quoteId, quoteNumber, promisedOn, firstPromisedOn, invoiceNumber } = order;
  const { promiseReason, carrier, tracking, cancelReason } = order;
  return (
    <div className="stack">
      <PageHead
        title={`Order ${number}`}
        sub={
          <span className="row">
            <State {...LOOKS[state]} />
            <bdi>{recipient.company ? `${recipient.company}, ${recipient.name}` : recipient.name}</bdi>
          </span>
        }
      >
        {invoiceNumber !== null && (
          <a className="button button-plain" href={`/api/v1/orders/${id}/invoice/pdf`} target="_blank" rel="noreferrer">
            <FileText size={15} aria-hidden />
            Invoice {invoiceNumber}
          </a>
        )}
        <OrderButtons order={order} />
      </PageHead>
      <div className={styles.two}>
        <OrderLines order={order} />
        <div className="card">
          <Facts>
            <Fact name="Promised for">
              <Promised order={order} zone={zone} />
              {firstPromisedOn !== null && firstPromisedOn !== promisedOn && (
                <div className="muted">
                  At first {dateText(firstPromisedOn, locale, { weekday: undefined })}
                  {promiseReason && (
                    <>
                      : <bdi>{promiseReason}</bdi>
                    </>
                  )}
                </div>
              )}
            </Fact>
            <Fact name="For">
              <bdi>{recipient.name}</bdi>
            </Fact>
            <Fact name="E-mail">
              <a href={mailTo(recipient.email)}>
                <bdi>{recipient.email}</bdi>
              </a>
            </Fact>
            {recipient.address && (
              <Fact name="Address">
                <bdi className={styles.address}>{recipient.address}</bdi>
              </Fact>
            )}
            <Fact name="Quote">
              <Link to={`/quotes/${quoteId}`}>{quoteNumber}</Link>
            </Fact>
            <Fact name="Ordered">
              <Instant zone={zone} at={order.createdAt} />
            </Fact>
            <Fact name="Production began">
              <Instant zone={zone} at={order.startedAt} none="It has not begun" />
            </Fact>
            <Fact name="Shipped">
              <Instant zone={zone} at={order.shippedAt} none="It was not shipped" />
              {carrier && (
                <div className="muted">
                  <bdi>{[carrier, tracking].filter(Boolean).join(' · ')}</bdi>
                </div>
              )}
            </Fact>
            <Fact name="Delivered">
              <Instant zone={zone} at={order.deliveredAt} none="It has not arrived" />
            </Fact>
            {order.cancelledAt !== null && (
              <Fact name="Cancelled">
                <Instant zone={zone} at={order.cancelledAt} />
                <div className="muted">
                  <bdi>{cancelReason}</bdi>
                </div>
              </Fact>
            )}
          </Facts>
        </div>
      </div>
      <WhoDid targets={[`orders/${id}`]} zone={zone} />
    </div>
  );
}
