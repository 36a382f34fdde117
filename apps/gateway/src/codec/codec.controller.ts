import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { decodePayloads, EncryptionCodec, encodePayloads, Public, type JsonPayloads } from '@jielong/platform';
import { GATEWAY_CONFIG, type GatewayConfig } from '../config.js';

/** Lets Temporal's UI and CLI read payloads. Whoever reaches it reads everything: it exists in development mode only, on 127.0.0.1. */
@ApiExcludeController()
@Public()
@Controller('codec')
export class CodecController {
  private readonly codec: EncryptionCodec;

  constructor(@Inject(GATEWAY_CONFIG) config: GatewayConfig) {
    this.codec = new EncryptionCodec(config.CODEC_KEYS);
  }

  @Post('encode')
  @HttpCode(200)
  encode(@Body() body: unknown): Promise<JsonPayloads> {
    return encodePayloads(this.codec, body);
  }

  @Post('decode')
  @HttpCode(200)
  decode(@Body() body: unknown): Promise<JsonPayloads> {
    return decodePayloads(this.codec, body);
  }
}
