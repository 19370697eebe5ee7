import { addDays, type LocalDate } from '../../../platform/dates/index.js';
import type { AgreementVersion, Recognition } from '../../agreements/terms.js';
import { type Days, nightsOf, type StayDates } from './nights.js';

/** How a stay's money is recognised once its length is known. */
export type Recognised = Exclude<Recognition, 'nightly_over_n'>;

/** Which versions of the agreement hold for a stay. */
export interface Choice {
  recognised: Recognised;
  /** Says where cleaning, tax and kept money go. */
  version: AgreementVersion;
  /** Versions that the fee follows, by nights. */
  fees: (Days & { version: AgreementVersion })[];
}

/**
 * The versions of an owner's agreement that hold for a stay; null: none is valid on any day of it. The version of the day of arrival
 * says when the stay is recognised and by which date its fee is chosen. For a day before the first version (a booking made before
 * the agreement) the first one counts, for a day after the last the last.
 * @param versions of the owner and listing, in the order of time
 */
export function chooseVersions(
  versions: readonly AgreementVersion[],
  stay: StayDates & { bookedOn: LocalDate | null },
  asked: Recognition | null,
): Choice | null {
  const valid = versions.some(({ from, to }) => from <= stay.checkOut && (to === null || to >= stay.checkIn));
  if (!valid) return null;
  const governing = versionOn(versions, stay.checkIn);
  const recognised = recognise(asked ?? governing.terms.recognition, stay, governing.terms.nightlyOver);
  const whole = (version: AgreementVersion): Choice => ({
    recognised,
    version,
    fees: [{ from: 0, to: nightsOf(stay), version }],
  });
  const by = governing.terms.feeDate;
  if (by === 'booking_date') return whole(versionOn(versions, stay.bookedOn ?? stay.checkIn));
  if (by === 'recognition_date' && recognised !== 'nightly')
    return whole(versionOn(versions, recognised === 'checkin' ? stay.checkIn : stay.checkOut));
  return { recognised, version: governing, fees: byNight(versions, stay) };
}

function recognise(recognition: Recognition, stay: StayDates, over: number): Recognised {
  if (recognition !== 'nightly_over_n') return recognition;
  return nightsOf(stay) > over ? 'nightly' : 'checkout';
}

/** The version that is valid on a day, else the nearest. */
export function versionOn(versions: readonly AgreementVersion[], day: string): AgreementVersion {
  return versions.find(({ to }) => to === null || day <= to) ?? versions.at(-1)!;
}

function byNight(versions: readonly AgreementVersion[], stay: StayDates): Choice['fees'] {
  const fees: Choice['fees'] = [];
  for (let night = 0; night < nightsOf(stay); night++) {
    const version = versionOn(versions, addDays(stay.checkIn, night));
    const last = fees.at(-1);
    if (last?.version === version) last.to = night + 1;
    else fees.push({ from: night, to: night + 1, version });
  }
  return fees;
}
