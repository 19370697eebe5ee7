/** Where stays are sold. What a source calls it is translated by whoever reads the source, never guessed from a text. */
export const CHANNELS = ['airbnb', 'booking', 'vrbo', 'direct', 'other'] as const;
export type Channel = (typeof CHANNELS)[number];
