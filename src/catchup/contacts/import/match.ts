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

export interface Match extends Known {
  by: MatchedBy;
}

interface Known {
  /** Null: it is the same as one earlier in the file. */
  id: string | null;
  /** Where in the file that one begins; null for one that was there before. */
  line: number | null;
  name: string;
}

/**
 * Recognises contacts: by an e-mail address, else by the telephone number, else by the name where one of the two has nothing else to
 * be known by. Two people of one name with different addresses are two people. What is new becomes known, so that a file which names
 * somebody twice adds her once.
 */
export class ContactMatcher {
  private readonly emails = new Map<string, Known>();
  private readonly phones = new Map<string, Known>();
  /** Of those with an address or a number, and of those without. */
  private readonly names = new Map<string, { known: Known; bare: boolean }[]>();

  constructor(known: Iterable<KnownContact>) {
    for (const contact of known) this.add({ id: contact.id, line: null, name: contact.name }, contact);
  }

  /** The contact that it is, or undefined for a new one, which is known from now on. */
  take(contact: ImportedContact): Match | undefined {
    const found = this.find(contact);
    if (!found) this.add({ id: null, line: contact.line, name: contact.name }, contact);
    return found;
  }

  private find({ name, emails, phone }: ImportedContact): Match | undefined {
    for (const email of emails) {
      const known = this.emails.get(email);
      if (known) return { ...known, by: 'email' };
    }
    const number = phone && phoneKey(phone);
    const owner = number ? this.phones.get(number) : undefined;
    if (owner) return { ...owner, by: 'phone' };
    const bare = emails.length === 0 && !number;
    const same = this.names.get(nameKey(name))?.find((one) => bare || one.bare);
    return same && { ...same.known, by: 'name' };
  }

  private add(known: Known, { name, emails, phone }: Omit<KnownContact, 'id'>): void {
    const number = phone ? phoneKey(phone) : null;
    for (const email of emails) if (!this.emails.has(email)) this.emails.set(email, known);
    if (number && !this.phones.has(number)) this.phones.set(number, known);
    const key = nameKey(name);
    const same = this.names.get(key) ?? [];
    same.push({ known, bare: emails.length === 0 && !number });
    this.names.set(key, same);
  }
}
