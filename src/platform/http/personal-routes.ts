const PERSONAL = /^\/(catchup|views)(\/|$)/;

/**
 * Whether a route is about what belongs to one user alone: an ADMIN does not read its bodies in the audit trail, and no answer of it is
 * given to anybody else.
 * @param path without the prefix, e.g. `/catchup/contacts/:id`
 */
export function isPersonal(path: string): boolean {
  return PERSONAL.test(path);
}
