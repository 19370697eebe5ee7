import { lookup, Resolver } from 'node:dns/promises';
import { Injectable } from '@nestjs/common';

/** Longest wait for one name server before the next is asked, ms, and how often they are asked. */
const ASK = { timeout: 2_000, tries: 2 };
/** Addresses of a family that are tried. */
const PER_FAMILY = 2;

/** Which addresses a host name has now. */
@Injectable()
export class HostResolver {
  /**
   * IPv4 before IPv6. Names that users give us go to the name servers themselves: the system's own lookup holds one of the
   * process's four threads until it ends, and four silent domains would stop all lookups and password checks. Names an
   * operator trusts, and those without a dot, are looked up as the system does, hosts file and search domains included.
   * @throws Error when there is none, or the signal says stop.
   */
  async addresses(host: string, trusted: boolean, signal: AbortSignal): Promise<string[]> {
    signal.throwIfAborted();
    if (trusted || !host.includes('.'))
      return (await lookup(host, { all: true, verbatim: false })).map(({ address }) => address);
    const resolver = new Resolver(ASK);
    const cancel = () => resolver.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const found = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
      const addresses = found.flatMap((one) => (one.status === 'fulfilled' ? one.value.slice(0, PER_FAMILY) : []));
      const failure = found.find((one) => one.status === 'rejected');
      if (addresses.length === 0) throw failure?.reason ?? new Error(`${host} has no address`);
      return addresses;
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }
}
