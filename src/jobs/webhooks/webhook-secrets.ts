import { Injectable } from '@nestjs/common';
import { SealedColumns } from '../../platform/secrets/sealed-columns.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { newSecret } from './signature.js';

/** What messages are signed for. */
export type Signer = 'webhook' | 'alert-rule';

/** Signing secrets of webhooks and of alert rules: made here, kept encrypted, opened for one message at a time. */
@Injectable()
export class WebhookSecrets {
  constructor(
    private readonly box: SecretBox,
    columns: SealedColumns,
  ) {
    columns.add(
      { table: 'webhook', column: 'secret', purpose: 'webhook' },
      { table: 'webhook', column: 'previous_secret', purpose: 'webhook' },
      { table: 'alert_rule', column: 'webhook_secret', purpose: 'alert-rule' },
    );
  }

  /** A new secret, in the clear for its owner, who sees it once, and encrypted as it is kept. */
  make(purpose: Signer, tenantId: string, id: string): { secret: string; sealed: string } {
    const secret = newSecret();
    return { secret, sealed: this.box.seal(secret, { purpose, tenantId, id }) };
  }

  /** @throws SecretError */
  open(purpose: Signer, tenantId: string, id: string, sealed: string): string {
    return this.box.open(sealed, { purpose, tenantId, id });
  }
}
