import type { NotFreeReason } from './why-not-free.js';

/** What a reason means, for the user herself. */
export const WHY_WORDS: Record<NotFreeReason, string> = {
  past: 'It has begun already.',
  outside_windows: 'Some of it is outside the hours in which you have time on that weekday.',
  quiet_hours: 'Some of it is in your quiet hours.',
  not_read: 'Your calendars are not read as far as that yet; what they hold then is not known.',
  event: 'There is an event in a calendar of yours.',
  all_day_event: 'There is an all-day event that is not marked as free.',
  tentative_event: 'There is an event that may take place.',
  pending_invitation: 'There is an invitation that you have not answered yet.',
  out_of_office: 'You are out of office.',
  focus_time: 'You want to work undisturbed.',
  manual_block: 'You keep this time for yourself.',
  commute: 'You are on your way.',
  buffer: 'It is nearer to an event than the buffer that you want.',
  travel: 'There is too little time on the way from or to an event.',
  too_short: 'The free time is shorter than what you find worth while.',
};
