import type { OpenAPIObject } from '@nestjs/swagger';
import { operationsOf } from './operations.js';

/**
 * The document's sections in the order in which people need them: front desk, set-up, night jobs, then operation. A test
 * checks that every section with routes is in the list.
 */
const TAGS: readonly { name: string; description: string }[] = [
  { name: 'Accounts', description: 'Log-in, who is asking, and API keys. Everything else needs what these give.' },
  {
    name: 'Tenants',
    description: 'For the operator: who has an account on this server, their first users, and pauses of both.',
  },
  {
    name: 'PMS: bookings',
    description: 'Stays from the enquiry to the departure; each sells inventory, or is refused by date.',
  },
  { name: 'PMS: availability', description: 'What is left to sell, by date and category.' },
  {
    name: 'PMS: folios',
    description:
      'What a stay is charged and what was paid for it, window by window. Corrections are lines of their own.',
  },
  {
    name: 'PMS: invoices',
    description: 'Gapless numbers, a chain of hashes, PDF; credit notes take back what was invoiced.',
  },
  { name: 'PMS: housekeeping', description: 'Attendants, shifts, the tasks of the day, and the state of each room.' },
  { name: 'PMS: maintenance', description: 'Equipment, its plans by date or meter, and the work orders they bring.' },
  { name: 'PMS: no-shows', description: 'Who did not come, and what it cost.' },
  { name: 'PMS: business days', description: "The hotel's own date, its checklist and its night-audit pack." },
  {
    name: 'PMS: booking imports',
    description: 'Bookings from the CSV of another system, and the lines that were refused.',
  },
  {
    name: 'Statements: imports',
    description: 'Files of Airbnb, Booking.com, Vrbo and others: a preview first, then kept, and never twice.',
  },
  {
    name: 'Reports',
    description: 'Invoices, quotes, orders and analytics as PDF, XLSX or CSV, at once or by a schedule.',
  },
  {
    name: 'Rooms: hotels',
    description: 'The hotels of the tenant. The time zone of a hotel decides what its "today" is.',
  },
  {
    name: 'Rooms: categories and prices',
    description: 'What is sold, and for how much: base price, seasons, weekdays, dated overrides.',
  },
  { name: 'Rooms: rooms', description: 'The rooms themselves, and when they are closed.' },
  { name: 'Rooms: inventory', description: 'What a category can sell, day by day, and the limits set on it.' },
  {
    name: 'PMS: set-up',
    description: "Taxes, penalty rules and the hotel's own rules, as needed before the first booking.",
  },
  { name: 'PMS: invoicing', description: 'Who issues invoices, in which series.' },
  { name: 'Rooms: generation', description: 'Open the room nights of one category, now or at a time.' },
  { name: 'Rooms: nightly generation', description: 'The same for all categories, every night.' },
  { name: 'PMS: night jobs', description: "When each of a hotel's night jobs runs, in the hotel's own zone." },
  {
    name: 'PMS: cron',
    description: 'The night jobs for an outside cron service: they take the cron secret and nothing else.',
  },
  {
    name: 'Quoting: quotes',
    description: 'From draft to accepted: priced, sent, revised; what needs a person says why.',
  },
  { name: 'Quoting: orders', description: 'What customers have ordered by accepting a quote, until it has arrived.' },
  { name: 'Quoting: customers', description: 'Who asks for parts, and at which price level.' },
  { name: 'Quoting: catalogue', description: 'Materials, processes, machines, finishes and price books.' },
  { name: 'Quoting: set-up', description: 'Currency, zone, numbers and terms of the workshop.' },
  { name: 'Quoting: for customers', description: 'The link of a quote: no account, only the quote.' },
  {
    name: 'Quoting: part files',
    description: 'Parts to be made: their files, what an analysis measured, mesh and thumbnail.',
  },
  {
    name: 'Statements: owners',
    description: 'The rental manager itself, its owners and listings, and who owns what on which nights.',
  },
  {
    name: 'Statements: agreements',
    description:
      'What owner and manager agreed, version by version, and the exchange rates that amounts are converted at.',
  },
  {
    name: 'Statements: stays',
    description: 'Stays as files and providers tell them, by hand too; those that a person has to look at.',
  },
  {
    name: 'Statements: money',
    description: 'Expenses with receipts, what recurs, payouts to owners, and the account that holds their money.',
  },
  {
    name: 'Statements: statements',
    description: 'What owners are told of a period, from draft to paid; why each amount is what it is.',
  },
  {
    name: 'Statements: runs',
    description: 'Statements of one owner now, of all owners in the background, and by schedules.',
  },
  {
    name: 'Statements: connections',
    description:
      'Accounts at providers of stays, which of their listings are yours, and when their stays were last read.',
  },
  {
    name: 'CatchUp: calendars',
    description:
      'Your calendar accounts, and which of their calendars are read. They are yours alone: nobody else sees them, whatever the role.',
  },
  { name: 'CatchUp: availability', description: 'When you have time, and why an hour is not free.' },
  { name: 'CatchUp: people', description: 'Whom you want to keep in touch with, and how often.' },
  { name: 'CatchUp: suggestions', description: 'Whom to meet when; accept, dismiss, put off.' },
  { name: 'CatchUp: messages', description: 'Your number, the weekly digest, and what became of each message.' },
  { name: 'Files', description: 'Downloads by signed links, which need no account and expire.' },
  { name: 'Jobs', description: 'What runs, what ran, why it does not run; start, cancel, retry, watch.' },
  { name: 'Dead letters', description: 'Jobs that were given up, until somebody requeues or discards them.' },
  {
    name: 'Schedules',
    description: 'Jobs that come again and again; each slot is a row before its time, so a missed one is seen.',
  },
  {
    name: 'Mail',
    description:
      'What was written to whom and what became of it, addresses that get none, the sender, templates. The inbox of a server without a mail server.',
  },
  {
    name: 'SMS',
    description: "A user's own SMS, which is the inbox of a server without a provider, and the provider's callbacks.",
  },
  { name: 'Webhooks', description: 'Signed calls that tell of finished and failed jobs, with their deliveries.' },
  { name: 'Alerts', description: 'Rules that tell people when jobs fail, wait or are missed.' },
  { name: 'Effects', description: 'Receipts of what was sent to other services, and what is in doubt.' },
  { name: 'Queues', description: 'How each kind of job does, and the pauses and limits set on it.' },
  {
    name: 'Operator',
    description: 'For the operator: jobs of all tenants and what went wrong, without what they are about.',
  },
  { name: 'Audit', description: 'Who changed what, and what was refused.' },
  { name: 'Operations', description: 'Probes and figures, at the root as well.' },
];

/** The sections that have routes, in order; one that is not described here comes last. */
export function tagsOf(document: OpenAPIObject): { name: string; description?: string }[] {
  const used = new Set(operationsOf(document).flatMap(({ operation }) => operation.tags ?? []));
  const unknown = [...used].filter((name) => !TAGS.some((tag) => tag.name === name));
  return [...TAGS.filter(({ name }) => used.has(name)), ...unknown.map((name) => ({ name }))];
}
