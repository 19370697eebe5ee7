import { OrderInvoiceReady } from './order-invoice.mail.js';
import { OrderRescheduled } from './order-rescheduled.mail.js';
import { OrderShipped } from './order-shipped.mail.js';
import { QuoteAccepted } from './quote-accepted.mail.js';
import { QuoteDecided } from './quote-decided.mail.js';
import { QuoteExpired } from './quote-expired.mail.js';
import { QuoteReady } from './quote-ready.mail.js';

export { OrderInvoiceReady, OrderRescheduled, OrderShipped, QuoteAccepted, QuoteDecided, QuoteExpired, QuoteReady };

/** The mails to a workshop's customers. */
export const QUOTE_MAILS = [
  QuoteReady,
  QuoteAccepted,
  QuoteDecided,
  QuoteExpired,
  OrderRescheduled,
  OrderShipped,
  OrderInvoiceReady,
];
