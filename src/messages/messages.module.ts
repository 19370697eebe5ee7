import { Module } from '@nestjs/common';

/** Mail to people: the outbox, its log, and the job `email-notification`. */
@Module({})
export class MessagesModule {}
