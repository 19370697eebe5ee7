import { describe, expect, it } from '@jest/globals';
import { digestAnswer, digestChallenge } from './digest-auth.js';

/** The example of RFC 7616, 3.9.1. */
const HEADER = [
  'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256,',
  'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS",',
  'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=MD5,',
  'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"',
].join(' ');
const REQUEST = {
  ...{ method: 'GET', uri: '/dir/index.html', username: 'Mufasa', password: 'Circle of Life', count: 1 },
  cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
};

describe('Digest', () => {
  it('answers the stronger challenge as RFC 7616 says', () => {
    const challenge = digestChallenge(HEADER)!;
    expect(challenge.algorithm).toBe('SHA-256');
    const answer = digestAnswer(challenge, REQUEST);
    expect(answer).toContain('response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"');
    expect(answer).toMatch(/, algorithm=SHA-256, qop=auth, nc=00000001$/);
  });

  it('answers MD5 as RFC 7616 says', () => {
    const challenge = digestChallenge(HEADER.replace('SHA-256', 'MD5'))!;
    expect(digestAnswer(challenge, REQUEST)).toContain('response="8ca523f5e9506fed4657c9700eebdbec"');
  });

  it('answers servers that know no qop', () => {
    // RFC 2069's example, with its erratum.
    const challenge = digestChallenge('Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"')!;
    const request = { ...REQUEST, password: 'CircleOfLife' };
    expect(digestAnswer(challenge, request)).toContain('response="1949323746fe6a43ef61f9606e7febea"');
  });

  it.each([
    undefined,
    '',
    'Basic realm="x"',
    'Digest realm="x"',
    'Digest nonce="n", algorithm=SHA-999',
    'Digest nonce="n", qop="auth-int"',
  ])('%j is nothing that can be answered', (header) => {
    expect(digestChallenge(header)).toBeUndefined();
  });
});
