import { createHmac, timingSafeEqual } from 'node:crypto';

const hmac = (key, text) => createHmac('sha256', key).update(text).digest();
const refuse = (status, code, message) => ({ status, code, message });
const denied = (message) => refuse(403, 'AccessDenied', `Invalid according to Policy: ${message}`);
/** Fields that no condition has to name. */
const FREE = new Set(['policy', 'x-amz-signature', 'file', 'bucket']);

/**
 * What S3 refuses a POST form for; undefined for one it takes.
 * @param fields of the form, names in lower case
 * @param bytes of its file
 */
export function checkPolicy(fields, bytes, { bucket, keyId, secret, now }) {
  const credential = (fields['x-amz-credential'] ?? '').split('/');
  const [id, date, region, service] = credential;
  if (!fields.policy || id !== keyId) return denied('there is no policy of a known key');
  const key = [date, region, service, 'aws4_request'].reduce(hmac, `AWS4${secret}`);
  const signature = Buffer.from(fields['x-amz-signature'] ?? '', 'hex');
  const right = hmac(key, fields.policy);
  if (signature.length !== right.length || !timingSafeEqual(signature, right))
    return refuse(403, 'SignatureDoesNotMatch', 'The signature does not match');
  const { expiration, conditions } = JSON.parse(Buffer.from(fields.policy, 'base64').toString());
  if (new Date(expiration) <= now) return denied('Policy expired.');
  const named = new Set();
  const all = { ...fields, bucket };
  for (const condition of conditions) {
    if (Array.isArray(condition) && condition[0] === 'content-length-range') {
      const [, least, most] = condition;
      if (bytes < least)
        return refuse(400, 'EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed');
      if (bytes > most) return refuse(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');
      continue;
    }
    const tests = Array.isArray(condition)
      ? [condition]
      : Object.entries(condition).map(([k, v]) => ['eq', `$${k}`, v]);
    for (const [how, field, wanted] of tests) {
      const name = field.slice(1).toLowerCase();
      named.add(name);
      const value = all[name] ?? '';
      if (how === 'eq' ? value !== wanted : !value.startsWith(wanted)) return denied(`condition failed: ${name}`);
    }
  }
  const extra = Object.keys(fields).find(
    (name) => !FREE.has(name) && !named.has(name) && !name.startsWith('x-ignore-'),
  );
  return extra ? denied(`Extra input fields: ${extra}`) : undefined;
}
