/**
 * @jest-environment ./test/support/zoned-environment.mjs
 * @jest-environment-options {"zone": "Asia/Tokyo"}
 */
/** Digests, SMS and their receipts on a machine in Tokyo: E14 to E16, the user's local hour, once for a local day. */
import './digest.spec.js';
