import { Module } from '@nestjs/common';
import { NightBoard } from './night-board.js';

@Module({ providers: [NightBoard], exports: [NightBoard] })
export class NightModule {}
