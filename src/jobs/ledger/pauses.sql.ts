/**
 * Kinds that a pause of all queues does not hold: while everything stands still, people clear by two of them what must not run
 * afterwards, and must be alerted; and what somebody asked to be erased has a deadline by law. A pause of their own queue holds them.
 */
export const FREE_OF_PAUSES_OF_ALL = [
  'cancel-jobs',
  'discard-dead-letters',
  'alert-notification',
  'catchup-erasure',
] as const;

/**
 * SQL: whether pause `p` of queue_pause is one of the queue with this name. Every statement that asks for pauses asks so. While a tenant
 * is disabled, jobs of every kind wait.
 */
export const pauses = (p: string, name: string) =>
  `(${p}.name = ${name} OR (${p}.name IS NULL AND (${p}.tenant_disabled OR ${name} NOT IN (${FREE_OF_PAUSES_OF_ALL.map((kind) => `'${kind}'`).join(', ')}))))`;
