import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { UploadPlaces } from './upload-places.js';

@Module({ providers: [{ provide: APP_INTERCEPTOR, useClass: UploadPlaces }] })
export class UploadPlacesModule {}
