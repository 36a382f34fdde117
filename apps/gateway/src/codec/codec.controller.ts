import { Body, Controller, HttpCode, Inject, Logger, Post, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import {
  ActorGuard,
  CurrentActor,
  decodePayloads,
  EncryptionCodec,
  encodePayloads,
  Permission,
  type JsonPayloads,
} from '@jielong/platform';
import { GATEWAY_CONFIG, type GatewayConfig } from '../config.js';
import { WholeCommunityGuard } from './whole-community.guard.js';

/** Lets Temporal's UI and CLI read payloads and write them, for operators who are signed in. A payload does not say whose it is: they read every community's. */
@ApiExcludeController()
@UseGuards(ActorGuard, WholeCommunityGuard)
@Controller('codec')
export class CodecController {
  private readonly logger = new Logger(CodecController.name);
  private readonly codec: EncryptionCodec;

  constructor(@Inject(GATEWAY_CONFIG) config: GatewayConfig) {
    this.codec = new EncryptionCodec(config.CODEC_KEYS);
  }

  /** What an operator types into a signal. */
  @Post('encode')
  @HttpCode(200)
  @Permission('payloads.read')
  encode(@Body() body: unknown): Promise<JsonPayloads> {
    return encodePayloads(this.codec, body);
  }

  /** What a history holds. Who has read how many stands in the log. */
  @Post('decode')
  @HttpCode(200)
  @Permission('payloads.read')
  async decode(@Body() body: unknown, @CurrentActor() { community, code, session }: Actor): Promise<JsonPayloads> {
    const decoded = await decodePayloads(this.codec, body);
    this.logger.log({ community, code, session, payloads: decoded.payloads.length }, 'payloads were decoded');
    return decoded;
  }
}
