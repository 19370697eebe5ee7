import ipaddr from 'ipaddr.js';

/** What may be reached although it is not on the public internet: a host, host:port, address or CIDR block. */
export class AddressPolicy {
  private readonly hosts = new Set<string>();
  private readonly blocks: [ipaddr.IPv4 | ipaddr.IPv6, number][] = [];

  /** @throws Error naming an entry that is none of these. */
  constructor(allowed: readonly string[]) {
    for (const entry of allowed) {
      if (entry.includes('/')) this.blocks.push(ipaddr.parseCIDR(entry));
      else this.hosts.add(entry.toLowerCase());
    }
  }

  /** True for a host (and port) that is trusted by name, wherever it resolves to. */
  allowsHost(host: string, port: string): boolean {
    const name = host.toLowerCase();
    return this.hosts.has(name) || this.hosts.has(`${name}:${port}`);
  }

  /** True for a public unicast address, or one in an allowed block. */
  allowsAddress(text: string): boolean {
    if (!ipaddr.isValid(text)) return false;
    // ::ffff:10.0.0.1 is 10.0.0.1.
    const address = ipaddr.process(text);
    if (address.range() === 'unicast') return true;
    return this.blocks.some(([block, bits]) => block.kind() === address.kind() && address.match(block, bits));
  }
}
