import { Injectable } from '@nestjs/common';
import type { LocalDate } from '../../platform/dates/index.js';
import type { AuditCheck } from '../business-days/audit-checks.js';
import { type NamedBooking, PeopleOfDayRepository } from './people-of-day.repository.js';

/** A line of the checklist with the bookings that its codes are of. */
export interface NamedCheck extends AuditCheck {
  bookings?: NamedBooking[];
}

/** Says who the codes of a checklist are, as the bookings are now: what is kept of a closed day is the codes. */
@Injectable()
export class ChecklistNames {
  constructor(private readonly people: PeopleOfDayRepository) {}

  /** Each line about guests with their bookings, in the order of the codes. One read, however many lines there are. */
  async of(hotelId: number, date: LocalDate, checks: readonly AuditCheck[]): Promise<NamedCheck[]> {
    const codes = checks.filter(isAboutGuests).flatMap(({ examples }) => examples);
    const found = await this.people.ofCodes(hotelId, date, [...new Set(codes)]);
    const byCode = new Map(found.map((booking) => [booking.code, booking]));
    return checks.map((line) =>
      isAboutGuests(line) ? { ...line, bookings: line.examples.flatMap((code) => byCode.get(code) ?? []) } : line,
    );
  }
}

const isAboutGuests = ({ check, count }: AuditCheck): boolean => check !== 'NIGHT_JOBS' && count > 0;
