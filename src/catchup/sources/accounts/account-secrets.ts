import { Injectable } from '@nestjs/common';
import { SealedColumns } from '../../../platform/secrets/sealed-columns.js';
import { SecretBox, type SecretPlace } from '../../../platform/secrets/secret-box.js';

/** Secrets of a calendar account; each lies in the column of this name with "_sealed". */
export const ACCOUNT_SECRETS = ['server_url', 'password', 'refresh_token', 'access_token'] as const;
export type AccountSecret = (typeof ACCOUNT_SECRETS)[number];

/** Whose account it is: the secret of another user, of another account or of another column cannot be opened in its place. */
export interface AccountPlace {
  id: string;
  tenantId: string;
  userId: string;
}

/** Encrypts and decrypts what is needed to log in to calendar accounts. */
@Injectable()
export class AccountSecrets {
  constructor(
    private readonly box: SecretBox,
    columns: SealedColumns,
  ) {
    for (const secret of ACCOUNT_SECRETS)
      columns.add({
        table: 'calendar_account',
        column: `${secret}_sealed`,
        purpose: purposeOf(secret),
        personal: true,
      });
  }

  seal(account: AccountPlace, secret: AccountSecret, text: string): string {
    return this.box.seal(text, placeOf(account, secret));
  }

  /** @throws SecretError */
  open(account: AccountPlace, secret: AccountSecret, sealed: string): string {
    return this.box.open(sealed, placeOf(account, secret));
  }
}

const purposeOf = (secret: AccountSecret) => `calendar-account ${secret}`;

function placeOf({ id, tenantId, userId }: AccountPlace, secret: AccountSecret): SecretPlace {
  return { purpose: purposeOf(secret), tenantId, userId, id };
}
