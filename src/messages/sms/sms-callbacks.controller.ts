import { Controller, Header, Headers, HttpCode, Logger, Post, Query, Req } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { isUUID } from 'class-validator';
import { Public } from '../../platform/auth/index.js';
import { Config } from '../../platform/config/config.js';
import { AppError } from '../../platform/errors/app-error.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { TakesNoIdempotencyKey } from '../../platform/http/idempotency/answer-rules.js';
import { RawBody, RawText } from '../../platform/http/raw-body.js';
import { SmallBody, Unlimited } from '../../platform/http/route-limits.js';
import { OptOuts } from '../../platform/sms/opt-outs.js';
import { phoneNumber } from '../../platform/sms/phone-number.js';
import { askedBy } from '../../platform/sms/sms-outbox-rules.js';
import { SmsReceipts } from '../../platform/sms/sms-receipts.js';
import { SmsClient } from '../../platform/sms/sms.client.js';
import { isFromTwilio } from '../../platform/sms/twilio-signature.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { SmsOutcomes } from './sms-outcomes.js';

/** A reply has up to 1,600 characters, each of which may be nine as a form has it. */
const BODY_BYTES = 32_768;
const FORM = { type: 'object', additionalProperties: { type: 'string' } } as const;
const XML = { 'text/xml': { schema: { type: 'string' } } };

/**
 * What the provider calls. Nothing is believed before the signature over the public address and the whole body is checked, with
 * one hash and no look at the database; so these calls, which come from few addresses, are not counted like those of strangers.
 */
@ApiTags('SMS')
@Controller('sms/twilio')
export class SmsCallbacksController {
  private readonly logger = new Logger('Sms');

  constructor(
    private readonly client: SmsClient,
    private readonly receipts: SmsReceipts,
    private readonly optOuts: OptOuts,
    private readonly outcomes: SmsOutcomes,
    private readonly context: RequestContext,
    private readonly config: Config,
  ) {}

  @Post('status')
  @HttpCode(204)
  @Public()
  @Unlimited()
  @SmallBody(BODY_BYTES)
  @TakesNoIdempotencyKey()
  @RawBody('MessageSid, MessageStatus, ErrorCode and the rest, as Twilio sends them', FORM)
  @ApiOperation({
    summary: "Twilio's callback: what became of an SMS",
    description: 'Callbacks come in any order and more than once; what has ended stays as it ended.',
  })
  @ApiNoContentResponse()
  @ApiProblems(403, 413)
  async status(
    @Req() request: FastifyRequest,
    @Headers('x-twilio-signature') signature: string | undefined,
    @RawText() body: string,
    @Query() query: Record<string, unknown>,
  ): Promise<void> {
    const form = this.proven(request, signature, body);
    const providerId = form['MessageSid'] ?? form['SmsSid'] ?? '';
    const status = form['MessageStatus'] ?? form['SmsStatus'] ?? '';
    const errorCode = /^\d{1,9}$/.test(form['ErrorCode'] ?? '') ? Number(form['ErrorCode']) : null;
    const { t: tenantId, u: userId, m: id } = query;
    const named = isUUID(tenantId) && isUUID(userId) && isUUID(id);
    const place = named ? { tenantId: tenantId as string, userId: userId as string, id: id as string } : undefined;
    const taken = await this.receipts.take({ place, providerId, status, errorCode });
    const known = typeof taken === 'object' ? 'counted' : taken;
    this.logger.log({
      msg: 'SMS callback',
      providerId: providerId.slice(0, 64),
      status: status.slice(0, 40),
      errorCode,
      known,
    });
    if (typeof taken !== 'object') return;
    const { changed } = taken;
    await this.context.asPerson(changed.tenantId, changed.userId, () => this.outcomes.tell(changed.id));
  }

  @Post('inbound')
  @HttpCode(200)
  @Public()
  @Unlimited()
  @SmallBody(BODY_BYTES)
  @TakesNoIdempotencyKey()
  @Header('content-type', 'text/xml; charset=utf-8')
  @RawBody('From, Body and the rest, as Twilio sends them', FORM)
  @ApiOperation({
    summary: "Twilio's callback: somebody has answered an SMS",
    description:
      'STOP, STOPALL, UNSUBSCRIBE, CANCEL, END, QUIT: no more SMS to that number. START, YES, UNSTOP: again. HELP is answered.',
  })
  @ApiOkResponse({ description: 'What is answered, as TwiML', content: XML })
  @ApiProblems(403, 413)
  async inbound(
    @Req() request: FastifyRequest,
    @Headers('x-twilio-signature') signature: string | undefined,
    @RawText() body: string,
  ): Promise<string> {
    const form = this.proven(request, signature, body);
    const from = phoneNumber(form['From'] ?? '');
    const asked = askedBy(form['OptOutType'] ?? '') ?? askedBy(form['Body'] ?? '');
    if (from && asked === 'stop') await this.optOuts.stop(from);
    if (from && asked === 'start') await this.optOuts.start(from);
    this.logger.log({
      msg: 'SMS reply',
      providerId: (form['MessageSid'] ?? '').slice(0, 64),
      asked: asked ?? 'nothing',
    });
    // To STOP and START the provider answers by itself; with OptOutType it has answered HELP, too.
    return asked === 'help' && form['OptOutType'] === undefined ? HELP_ANSWER : NO_ANSWER;
  }

  /** The members of a call that is the provider's. @throws AppError FORBIDDEN for any other */
  private proven(request: FastifyRequest, signature: string | undefined, body: string): Record<string, string> {
    const token = this.client.signingToken;
    const url = this.config.publicUrl.replace(/\/+$/, '') + request.originalUrl;
    const contentType = request.headers['content-type'] ?? '';
    if (!token || !isFromTwilio({ url, contentType, body }, signature, token))
      throw new AppError('FORBIDDEN', 'The signature is not that of the SMS provider over this address and body');
    return membersOf(contentType, body);
  }
}

const NO_ANSWER = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>';
const HELP_ANSWER =
  '<?xml version="1.0" encoding="UTF-8"?><Response><Message>These are your CatchUp messages. Write STOP to get no more of them, START to get them again. Day and hour are set in your CatchUp preferences.</Message></Response>';

function membersOf(contentType: string, body: string): Record<string, string> {
  if (!contentType.toLowerCase().startsWith('application/json')) return Object.fromEntries(new URLSearchParams(body));
  try {
    const entries = Object.entries(JSON.parse(body) as object);
    return Object.fromEntries(entries.filter((one): one is [string, string] => typeof one[1] === 'string'));
  } catch {
    return {};
  }
}
