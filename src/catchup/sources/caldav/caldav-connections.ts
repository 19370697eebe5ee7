import { Injectable } from '@nestjs/common';
import { OutboundClient } from '../../../platform/outbound/outbound.client.js';
import { CalendarAccounts } from '../accounts/calendar-accounts.js';
import { connectTrouble, TRY_MS } from '../accounts/connect-trouble.js';
import { type SourceAccount, SourceError } from '../calendar-source.js';
import { listCalendars } from './caldav-calendars.js';
import { type CalDavLogin, discover, sealedParts } from './caldav-login.js';
import { DavHttp } from './dav-http.js';

export interface CalDavConnection {
  account: SourceAccount;
  name: string;
  calendars: number;
}

/** CalDAV accounts of the user who acts. */
@Injectable()
export class CalDavConnections {
  constructor(
    private readonly outbound: OutboundClient,
    private readonly accounts: CalendarAccounts,
  ) {}

  /**
   * Connects an account, once its calendars have been found with this user name and password. The same user of the same server
   * gets the new password.
   * @throws AppError VALIDATION_FAILED, UNPROCESSABLE, CONFLICT
   */
  async connect(address: string, username: string, password: string): Promise<CalDavConnection> {
    const server = this.outbound.parse(address.trim(), 'serverUrl', true);
    const serverUrl = server.href;
    let login: CalDavLogin;
    let calendars: number;
    try {
      const http = new DavHttp(this.outbound, server, { username, password }, AbortSignal.timeout(TRY_MS));
      login = { serverUrl, username, password, ...(await discover(http, serverUrl, username)) };
      calendars = (await listCalendars(http, login.home)).length;
      if (calendars === 0) throw new SourceError('refused', 'There are no calendars with events at this address');
    } catch (error) {
      throw connectTrouble(error, { address: 'serverUrl', secret: 'password' });
    }
    const name = `${username} (${server.host})`.slice(0, 320);
    return {
      name,
      calendars,
      account: await this.accounts.connect({ source: 'caldav', name, secrets: sealedParts(login) }),
    };
  }
}
