import type { PreviewDay, Schedule } from './schedules-query';

export const DST_WORDS: Record<Schedule['dst'], string> = {
  once: 'Right after the hour that is left out; once in the hour that comes twice',
  skip: 'Not in the hour that is left out; once in the hour that comes twice',
  both: 'Right after the hour that is left out; both times in the hour that comes twice',
};

export const MISFIRE_WORDS: Record<Schedule['misfire'], string> = {
  once: 'One job for the latest of them',
  all: 'A job for each of them',
  skip: 'Nothing: they are missed',
};

export const ODD_WORDS: Record<NonNullable<PreviewDay['odd']>, string> = {
  'clock-change-gap': 'An hour is left out',
  'clock-change-fold': 'An hour comes twice',
  moved: 'Moved',
  none: 'Does not fire',
  twice: 'Fires twice',
};
