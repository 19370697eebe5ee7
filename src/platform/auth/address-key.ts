import ipaddr from 'ipaddr.js';

/** Bits of an IPv6 address that name a network; whoever has the network chooses the other bits freely. */
const NETWORK_BITS = 64;

/** The key an address is counted under: the address itself for IPv4 (also when mapped to IPv6), the network for IPv6. */
export function addressKey(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toNormalizedString()}/${NETWORK_BITS}`).toString()}/${NETWORK_BITS}`;
}
