import ipaddr from 'ipaddr.js';

/** Bits of an IPv6 address that name a network; the rest its owner chooses freely. */
const NETWORK_BITS = 64;

/** What an address is counted by: IPv4 as it is, also where it comes mapped; of IPv6 the network. */
export function addressKey(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toNormalizedString()}/${NETWORK_BITS}`).toString()}/${NETWORK_BITS}`;
}
