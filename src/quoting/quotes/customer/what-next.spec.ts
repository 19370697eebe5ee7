import { expect, it } from '@jest/globals';
import { parseLocalDate } from '../../../platform/dates/index.js';
import type { CustomerOrder } from './customer-orders.js';
import { type Decided, whatNext } from './what-next.js';

const ORDER: CustomerOrder = {
  ...{ number: 'O-2026-0007', state: 'accepted', promisedOn: parseLocalDate('2026-03-13'), promiseChanged: false },
  ...{ carrier: null, tracking: null, invoice: 'with_shipping' },
};
const after = (some: Partial<Decided>, order?: Partial<CustomerOrder>) =>
  whatNext({
    ...{ state: 'accepted', number: 'Q-2026-0001', shop: 'Alpine Parts', told: true, leadDays: 10 },
    ...(order && { order: { ...ORDER, ...order } }),
    ...some,
  });

it.each<[Partial<CustomerOrder>, Partial<Decided>, string]>([
  [{}, {}, 'It is planned to be shipped by 2026-03-13: 10 working days after your acceptance.'],
  [{}, { leadDays: 1 }, 'It is planned to be shipped by 2026-03-13: 1 working day after your acceptance.'],
  [{}, { leadDays: null }, 'It is planned to be shipped by 2026-03-13.'],
  [
    { promiseChanged: true },
    {},
    'It is planned to be shipped by 2026-03-13: the day was changed after you had ordered.',
  ],
  [
    { promisedOn: null },
    {},
    'There is no day yet by which it is shipped; Alpine Parts tells you as soon as there is one.',
  ],
  [{ state: 'in_production' }, {}, 'Alpine Parts is making the parts now.'],
  [{ state: 'shipped', carrier: 'DHL', tracking: 'JD1' }, {}, 'It was handed to DHL; its tracking number is JD1.'],
  [{ state: 'shipped', carrier: 'DHL' }, {}, 'It was handed to DHL.'],
  [{ state: 'shipped' }, {}, 'The invoice came with the mail about it.'],
  [{ state: 'shipped', invoice: 'follows' }, {}, 'The invoice follows with a mail of its own.'],
  [{ state: 'shipped', invoice: 'by_itself' }, {}, 'The invoice came with a mail of its own.'],
  [{ state: 'cancelled' }, {}, 'Your order O-2026-0007 was cancelled: nothing is made or shipped any more.'],
])('of an order %j a customer is told what comes next', (order, some, sentence) => {
  const told = after(some, order);
  expect(told).toContain(sentence);
  expect(told.join(' ')).toContain('O-2026-0007');
});

it('of an invoice whose mail nobody knows of nothing is said', () => {
  expect(after({}, { state: 'shipped', invoice: null })).toHaveLength(2);
});

it('after a refusal nothing is made, and the shop was told of it only if it has an address and did not answer itself', () => {
  expect(after({ state: 'declined' })).toEqual([
    'Nothing is made, and there is nothing to pay.',
    'Alpine Parts has been told.',
    'If you want the parts after all, or something else, ask Alpine Parts for a new quote and name Q-2026-0001.',
  ]);
  expect(after({ state: 'declined', told: false })).toHaveLength(2);
  expect(after({ state: 'sent' })).toEqual([]);
});
