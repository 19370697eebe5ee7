import { type ImportedContact, nameKey, phoneKey } from './imported-contact.js';

/** Of a contact that is there already, what it is known by. */
export interface KnownContact {
  id: string;
  name: string;
  emails: readonly string[];
  phone: string | null;
}

/** By what a contact of a file was recognised. */
export type MatchedBy = 'email' | 'phone' | 'name';

export interface Match {
  /** Null: it is the same as one earlier in the file. */
  id: string | null;
  by: MatchedBy;
}

/**
 * Recognises contacts: by an e-mail address, else by the telephone number, else by the name where one of the two has nothing else to
 * be known by. Two people of one name with different addresses are two people. What is new becomes known, so that a file which names
 * somebody twice adds her once.
 */
export class ContactMatcher {
  private readonly emails = new Map<string, string | null>();
  private readonly phones = new Map<string, string | null>();
  /** Of those with an address or a number, and of those without. */
  private readonly names = new Map<string, { id: string | null; bare: boolean }[]>();

  constructor(known: Iterable<KnownContact>) {
    for (const contact of known) this.add(contact.id, contact);
  }

  /** The contact that it is, or undefined for a new one, which is known from now on. */
  take(contact: ImportedContact): Match | undefined {
    const found = this.find(contact);
    if (!found) this.add(null, contact);
    return found;
  }

  private find({ name, emails, phone }: ImportedContact): Match | undefined {
    for (const email of emails) {
      const id = this.emails.get(email);
      if (id !== undefined) return { id, by: 'email' };
    }
    const number = phone && phoneKey(phone);
    const id = number ? this.phones.get(number) : undefined;
    if (id !== undefined) return { id, by: 'phone' };
    const bare = emails.length === 0 && !number;
    const same = this.names.get(nameKey(name))?.find((one) => bare || one.bare);
    return same && { id: same.id, by: 'name' };
  }

  private add(id: string | null, { name, emails, phone }: Omit<KnownContact, 'id'>): void {
    const number = phone ? phoneKey(phone) : null;
    for (const email of emails) if (!this.emails.has(email)) this.emails.set(email, id);
    if (number && !this.phones.has(number)) this.phones.set(number, id);
    const key = nameKey(name);
    const same = this.names.get(key) ?? [];
    same.push({ id, bare: emails.length === 0 && !number });
    this.names.set(key, same);
  }
}
