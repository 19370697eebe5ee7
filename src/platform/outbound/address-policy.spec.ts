import { describe, expect, it } from '@jest/globals';
import { AddressPolicy } from './address-policy.js';

const REFUSED = (
  '127.0.0.1 127.8.8.8 0.0.0.0 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 192.0.0.1 ' +
  '192.0.2.1 198.18.0.1 224.0.0.1 240.0.0.1 255.255.255.255 :: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:a00:1 fe80::1 ' +
  'fc00::1 fd12::1 ff02::1 2001:db8::1 64:ff9b::7f00:1 2002:7f00:1:: nonsense 127.1 0x7f.1 0177.0.0.1 2130706433 ' +
  // The old embedding of IPv4, translated, mapped; Teredo, site-local, 6to4's relay, reserved, Azure's wire server, AWS's IPv6 metadata.
  '::7f00:1 ::127.0.0.1 ::8.8.8.8 ::ffff:0:7f00:1 64:ff9b:1::1 2001::1 fec0::1 192.88.99.1 4000::1 3fff::1 100:0:0:1::1 ' +
  '168.63.129.16 ::ffff:168.63.129.16 fd00:ec2::254 ::ffff:169.254.169.254 2606:4700::1%eth0'
).split(' ');
const PUBLIC = '8.8.8.8 1.1.1.1 172.32.0.1 100.128.0.1 2606:4700:4700::1111 ::ffff:8.8.8.8'.split(' ');

describe('AddressPolicy', () => {
  it.each(REFUSED)('refuses %s', (address) => expect(new AddressPolicy([]).allowsAddress(address)).toBe(false));
  it.each(PUBLIC)('allows %s', (address) => expect(new AddressPolicy([]).allowsAddress(address)).toBe(true));

  it('allows what is named, and that alone', () => {
    const policy = new AddressPolicy(['127.0.0.1:8080', '10.1.0.0/16', 'Intranet']);
    expect(policy.allowsHost('127.0.0.1', '8080')).toBe(true);
    expect(policy.allowsHost('127.0.0.1', '8081')).toBe(false);
    expect(policy.allowsHost('intranet', '443')).toBe(true);
    expect(policy.allowsAddress('10.1.2.3')).toBe(true);
    expect(policy.allowsAddress('::ffff:10.1.2.3')).toBe(true);
    expect(policy.allowsAddress('10.2.2.3')).toBe(false);
    expect(() => new AddressPolicy(['intranet', '10.0.0.0/99'])).toThrow('OUTBOUND_ALLOW: entry 2');
  });
});
