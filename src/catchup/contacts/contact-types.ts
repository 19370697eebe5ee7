export const FREQUENCIES = ['daily', 'weekly', 'biweekly', 'monthly', 'quarterly', 'yearly', 'flexible', 'na'] as const;
/** How often somebody is to be met. flexible: when there is time, after two months; na: never by a suggestion. */
export type Frequency = (typeof FREQUENCIES)[number];

export const IMPORTANCES = ['close_friend', 'normal', 'low'] as const;
export type Importance = (typeof IMPORTANCES)[number];

export const MEDIUMS = ['in_person', 'call'] as const;
/** How they meet. Time on the way is kept free only for those who are met in person. */
export type Medium = (typeof MEDIUMS)[number];

export const CONTACT_SOURCES = ['hand', 'calendar', 'accepted', 'import'] as const;
/** How it is known when they last met. */
export type ContactSource = (typeof CONTACT_SOURCES)[number];

export const MOST_EMAILS = 10;
export const MOST_GROUPS = 20;
/** Most contacts of a user. */
export const MOST_CONTACTS = 5_000;
