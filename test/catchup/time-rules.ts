/** The specs of all rules about time: a test file that imports this one runs them, in the time zone that it names for its machine. */
import '../../src/catchup/availability/busy.spec.js';
import '../../src/catchup/availability/free-time.spec.js';
import '../../src/catchup/availability/prediction.spec.js';
import '../../src/catchup/availability/why-not-free.spec.js';
import '../../src/catchup/calendars/reading/page-fold.spec.js';
import '../../src/catchup/calendars/reading/read-plan.spec.js';
import '../../src/catchup/contacts/birthday.spec.js';
import '../../src/catchup/contacts/due.spec.js';
import '../../src/catchup/digest/digest-text.spec.js';
import '../../src/catchup/digest/time/digest-time.spec.js';
import '../../src/catchup/feed/feed-calendar.spec.js';
import '../../src/catchup/sources/google/google-events.spec.js';
import '../../src/catchup/sources/ics/ics-events.spec.js';
import '../../src/catchup/sources/ics/ics-write.spec.js';
import '../../src/catchup/sources/ics/known-bugs.spec.js';
import '../../src/catchup/sources/ics/series.spec.js';
import '../../src/catchup/suggestions/plan.spec.js';
