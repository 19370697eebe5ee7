/** What moves on the account that holds the owners' money, and whether it comes in or goes out. Payouts to owners are apart. */
export const MOVEMENT_KINDS = {
  channel_receipt: 1,
  guest_receipt: 1,
  owner_deposit: 1,
  interest: 1,
  correction_in: 1,
  guest_refund: -1,
  manager_withdrawal: -1,
  tax_remittance: -1,
  expense_payment: -1,
  bank_fee: -1,
  correction_out: -1,
} as const;
export type MovementKind = keyof typeof MOVEMENT_KINDS;
export const MOVEMENT_KIND_NAMES = Object.keys(MOVEMENT_KINDS) as MovementKind[];
