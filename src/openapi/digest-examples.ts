/** A user's number. */
export const DIGEST_EXAMPLES: Record<string, unknown> = {
  PhoneRequest: { number: '+351912345678' },
  PhoneCodeRequest: { code: '012345' },
};
