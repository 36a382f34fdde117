import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { emptyBody, idSchema } from '@jielong/kernel/schemas';
import { type AddProxy, addProxyBody, proxiesAnswer, proxyAnswer } from '@jielong/members-contract/schemas';
import { ApiAnswer, created, Idempotent, Operation, type Work } from '@jielong/platform';
import { addProxy, endProxy, type Proxies, proxiesOf, type Proxy } from './proxies.rows.js';

@Controller('households/:id/proxies')
export class ProxiesController {
  @Get()
  @Operation('listProxies', 'households.read', 'Who acts, has acted and will act for a household')
  @ApiAnswer(200, proxiesAnswer, 'the newest first')
  list(@Param('id', { schema: idSchema }) id: string): Work<Proxies> {
    return (tx) => proxiesOf(tx, id);
  }

  @Post()
  @Idempotent()
  @Operation(
    'addProxy',
    'households.write',
    'A person or another household may collect or order for this one',
    'An order that does not name who may collect takes the households that may on that day. 409 `proxy-exists`, `household-merged`; 422 `own-proxy`.',
  )
  @ApiAnswer(201, proxyAnswer, 'who acts')
  add(@Param('id', { schema: idSchema }) id: string, @Body({ schema: addProxyBody }) body: AddProxy): Work<Proxy> {
    return async (tx) => created(await addProxy(tx, id, body), `/api/households/${id}/proxies`);
  }

  @Post(':proxy/end')
  @HttpCode(200)
  @Idempotent()
  @Operation('endProxy', 'households.write', 'Somebody acts for a household no more', 'Again, it changes nothing.')
  @ApiAnswer(200, proxyAnswer, 'who has acted')
  end(
    @Param('id', { schema: idSchema }) id: string,
    @Param('proxy', { schema: idSchema }) proxy: string,
    @Body({ schema: emptyBody }) _: unknown,
  ): Work<Proxy> {
    return (tx) => endProxy(tx, id, proxy);
  }
}
