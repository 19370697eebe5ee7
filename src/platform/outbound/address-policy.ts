import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Where IPv6 addresses of the public internet lie; ::127.0.0.1 (the old embedding) and all to come do not. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');
/** A cloud's service for its own machines under a public address (Azure: DNS, metadata, agents' settings). */
const CLOUD_INTERNAL = new Set(['168.63.129.16']);

/** What may be reached although it is not on the public internet: a host, host:port, address or CIDR block. */
export class AddressPolicy {
  private readonly hosts = new Set<string>();
  private readonly blocks: [ipaddr.IPv4 | ipaddr.IPv6, number][] = [];

  /** @throws Error naming the place of an entry that is none of these. */
  constructor(allowed: readonly string[]) {
    allowed.forEach((entry, n) => {
      if (!entry.includes('/')) this.hosts.add(entry.toLowerCase());
      else if (ipaddr.isValidCIDR(entry)) this.blocks.push(ipaddr.parseCIDR(entry));
      else throw new Error(`OUTBOUND_ALLOW: entry ${n + 1} is no CIDR block`);
    });
  }

  /** True for a host (and port) that is trusted by name, wherever it resolves to. */
  allowsHost(host: string, port: string): boolean {
    const name = host.toLowerCase();
    return this.hosts.has(name) || this.hosts.has(`${name}:${port}`);
  }

  /** True for a public unicast address in its usual notation, or one in an allowed block. */
  allowsAddress(text: string): boolean {
    const kind = isIP(text);
    if (kind === 0 || text.includes('%')) return false;
    // In one notation (ipaddr.js takes ::8.8.8.8 for ::ffff:8.8.8.8); ::ffff:10.0.0.1 is 10.0.0.1.
    const address = ipaddr.process(kind === 6 ? new URL(`http://[${text}]`).hostname.slice(1, -1) : text);
    if (isPublic(address)) return true;
    return this.blocks.some(([block, bits]) => block.kind() === address.kind() && address.match(block, bits));
  }
}

function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.range() !== 'unicast' || CLOUD_INTERNAL.has(address.toString())) return false;
  return address.kind() === 'ipv4' || address.match(GLOBAL_IPV6);
}
