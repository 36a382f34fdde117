import { Body, Controller, HttpCode, Inject, Post, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { ActorGuard, decodePayloads, EncryptionCodec, encodePayloads, Permission, type JsonPayloads } from '@jielong/platform';
import { GATEWAY_CONFIG, type GatewayConfig } from '../config.js';
import { WholeCommunityGuard } from './whole-community.guard.js';

/** Lets Temporal's UI and CLI read payloads and write them, for operators who are signed in. */
@ApiExcludeController()
@UseGuards(ActorGuard, WholeCommunityGuard)
@Controller('codec')
export class CodecController {
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

  /** What a history holds. */
  @Post('decode')
  @HttpCode(200)
  @Permission('payloads.read')
  decode(@Body() body: unknown): Promise<JsonPayloads> {
    return decodePayloads(this.codec, body);
  }
}
