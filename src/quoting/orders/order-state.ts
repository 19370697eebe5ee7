export const ORDER_STATES = ['accepted', 'in_production', 'shipped', 'delivered', 'cancelled'] as const;
export type OrderState = (typeof ORDER_STATES)[number];
export type OrderAction = 'start' | 'ship' | 'deliver' | 'cancel';

const STEPS: Record<OrderAction, { from: readonly OrderState[]; to: OrderState }> = {
  start: { from: ['accepted'], to: 'in_production' },
  ship: { from: ['accepted', 'in_production'], to: 'shipped' },
  deliver: { from: ['shipped'], to: 'delivered' },
  // What is on its way is not called back by a word.
  cancel: { from: ['accepted', 'in_production'], to: 'cancelled' },
};

/** State after an action; undefined where it is not allowed. */
export function after(action: OrderAction, state: OrderState): OrderState | undefined {
  const { from, to } = STEPS[action];
  return from.includes(state) ? to : undefined;
}
